'use client'

import { ConvexProvider, ConvexReactClient } from 'convex/react'
import { Payment } from '../src/Payment'

const client = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL ?? '')

export function ConvexPayment() {
  return (
    <ConvexProvider client={client}>
      <Payment />
    </ConvexProvider>
  )
}
