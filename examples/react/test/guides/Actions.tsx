import { ConvexActionProvider } from '@convex-action/react'
import type { ReactNode } from 'react'

export const Actions = ({ children }: { children: ReactNode }) => (
  <ConvexActionProvider defaults={{ timeout: 20_000 }}>{children}</ConvexActionProvider>
)
