import { createInterpreter } from '@convex-action/core/machine'
import { shallowRef } from 'vue'
import { type Bar, record } from './bars.js'

/** Milliseconds since 1970. A clock that is set meanwhile changes nothing. */
export const now = (): number => performance.timeOrigin + performance.now()

/** All executions of the page, the newest first. */
export const bars = shallowRef<readonly Bar[]>([])

/** Runs every execution of the page on an XState actor, so that the timeline and the statechart see each transition. */
export const interpreter = createInterpreter({
  inspect(event) {
    bars.value = record(bars.value, event, now())
  },
})
