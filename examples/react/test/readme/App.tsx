import { ConvexActionProvider, createActionObserver, useInFlight } from '@convex-action/react'
import { useConvexAuth } from 'convex/react'
import { Report } from './Report.js'

const observer = createActionObserver()
observer.onEnd(({ error, handled }) => error && !handled && console.log(error.message))

function Progress() {
  return useInFlight() > 0 && <progress aria-label="Working" />
}

export function App({ userId }: { userId: string | null }) {
  const { isAuthenticated } = useConvexAuth()
  return (
    <ConvexActionProvider
      identity={userId}
      ready={isAuthenticated}
      observer={observer}
      defaults={{ timeout: 30_000 }}
    >
      <Progress />
      <Report />
    </ConvexActionProvider>
  )
}
