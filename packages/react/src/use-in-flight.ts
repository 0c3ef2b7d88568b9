import { useCallback, useContext, useSyncExternalStore } from 'react'
import { ProvidedContext } from './provided-context.js'

const none = () => 0

/**
 * How many executions are in flight below the nearest provider that has an `observer` of `createActionObserver`. Without one, and on
 * a server, it is 0.
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
