import { isServer } from '@convex-action/core/provider'
import { type ComputedRef, computed, watch } from 'vue'
import { follow } from './follow.js'
import { provided } from './provided.js'

/**
 * Returns the number of executions in flight, as a ref. It counts below the plugin or the nearest
 * `provideConvexAction` with an `observer` of `createActionObserver`.
 *
 * @returns The number. 0 without an observer, and on a server.
 *
 * @example
 * ```ts
 * import { useInFlight } from '@convex-action/vue'
 * import { computed } from 'vue'
 *
 * const inFlight = useInFlight()
 * const label = computed(() => (inFlight.value ? 'Working…' : ''))
 * ```
 */
export function useInFlight(): ComputedRef<number> {
  const provider = provided()
  const count = follow({
    getState: () => (isServer() ? 0 : (provider?.observer?.getInFlight?.() ?? 0)),
    getInitialState: () => 0,
    subscribe(listener) {
      return watch(
        () => provider?.observer,
        (observer, _, onCleanup) => {
          const end = observer?.subscribe?.(listener)
          if (end) onCleanup(end)
          else listener(0)
        },
        { immediate: true, flush: 'sync' },
      )
    },
  })
  return computed(() => count.value)
}
