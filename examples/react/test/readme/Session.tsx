import { ConvexIdentityProvider } from '@convex-action/react'
import { Report } from './Report.js'

export const Session = ({ userId }: { userId: string | null }) => (
  <ConvexIdentityProvider identity={userId}>
    <Report />
  </ConvexIdentityProvider>
)
