import { useCallback, useContext, useSyncExternalStore } from 'react'
import { ProvidedContext } from './provided-context.js'

const none = () => 0

/**
 * Returns the number of executions in flight below the nearest provider with an `observer` of `createActionObserver`.
 *
 * @returns The number. 0 without an observer, and on a server.
 *
 * @example
 * ```tsx
 * function Progress() {
 *   return useInFlight() > 0 && <progress aria-label="Working" />
 * }
 * ```
 */
export function useInFlight(): number {
  const { observer } = useContext(ProvidedContext)
  const subscribe = useCallback(
    (listener: () => void) => observer?.subscribe?.(listener) ?? (() => {}),
    [observer],
  )
  return useSyncExternalStore(subscribe, () => observer?.getInFlight?.() ?? 0, none)
}
