import { isServer } from '@convex-action/core/provider'
import { createSubscriber } from 'svelte/reactivity'
import { provided } from './provided.js'

/**
 * How many executions are in flight below the nearest `setupConvexAction` that has an `observer` of `createActionObserver`. Without
 * one, and on a server, it is 0. To be called while a component is set up; `current` is reactive.
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
