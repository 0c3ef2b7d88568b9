import { isServer } from '@convex-action/core/provider'
import { createSubscriber } from 'svelte/reactivity'
import { provided } from './provided.js'

/**
 * Returns the number of executions in flight below the nearest `setupConvexAction` with an `observer` of
 * `createActionObserver`. Call it while a component is set up.
 *
 * @returns An object whose `current` is the number, and reactive. It is 0 without an observer, and on a server.
 *
 * @example
 * ```ts
 * import { useInFlight } from '@convex-action/svelte'
 *
 * const inFlight = useInFlight()
 * const label = () => (inFlight.current ? 'Working…' : '')
 * ```
 */
export function useInFlight(): { readonly current: number } {
  const provider = provided()
  let followed: unknown
  let track = () => {}
  return {
    get current() {
      const observer = isServer() ? undefined : provider?.observer
      if (observer !== followed) {
        followed = observer
        track = createSubscriber((update) => {
          let seen = observer?.getInFlight?.()
          return observer?.subscribe?.((now) => {
            if (now !== seen) update()
            seen = now
          })
        })
      }
      track()
      return observer?.getInFlight?.() ?? 0
    },
  }
}
