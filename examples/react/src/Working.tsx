import { useInFlight } from '@convex-action/react'

/** A thin line at the top while anything runs. How far it is nobody knows, so it has no value. */
export function Working() {
  const inFlight = useInFlight()
  return <progress className="working" aria-label="Working" hidden={inFlight === 0} />
}
