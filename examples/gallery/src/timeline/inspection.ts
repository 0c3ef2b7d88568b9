import { createInterpreter } from '@convex-action/core/machine'
import { shallowRef } from 'vue'
import type { InspectionEvent } from 'xstate'
import { type Bar, record } from './bars.js'

/** Milliseconds since 1970. A clock that is set meanwhile changes nothing. */
export const now = (): number => performance.timeOrigin + performance.now()

/** All executions of the page, the newest first. */
export const bars = shallowRef<readonly Bar[]>([])

/** Sees what happens from now on, beside the timeline. */
let other: ((event: InspectionEvent) => void) | undefined

/** Gives every inspection event from now on to `inspect` too, in place of who got them before. */
export const alsoInspect = (inspect: typeof other): void => {
  other = inspect
}

/** Runs every execution of the page on an XState actor, so that the timeline and the statechart see each transition. */
export const interpreter = createInterpreter({
  inspect(event) {
    bars.value = record(bars.value, event, now())
    other?.(event)
  },
})
