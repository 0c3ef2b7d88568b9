'use client'

import { ConvexProvider, ConvexReactClient } from 'convex/react'
import type { ReactNode } from 'react'

const client = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL ?? '')

/** Gives every client component below it the client. It connects when the first action is run. */
export function Convex(props: { children: ReactNode }) {
  return <ConvexProvider client={client}>{props.children}</ConvexProvider>
}
