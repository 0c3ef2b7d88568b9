import { ConvexActionProvider } from '@convex-action/react'
import { Report } from './Report.js'

export const Session = ({ userId }: { userId: string | null }) => (
  <ConvexActionProvider identity={userId}>
    <Report />
  </ConvexActionProvider>
)
