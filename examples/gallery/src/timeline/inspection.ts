import type { Interpreter } from '@convex-action/core/machine'
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

function inspect(event: InspectionEvent) {
  bars.value = record(bars.value, event, now())
  other?.(event)
}

let loaded: Interpreter | undefined

/**
 * Loads XState, which runs every execution of the page, so that the timeline and the statechart see each transition. To be called
 * before anything is executed. Rejects where it cannot be loaded.
 */
export async function loadInterpreter(): Promise<void> {
  if (loaded) return
  const { createInterpreter } = await import('@convex-action/core/machine')
  loaded ??= createInterpreter({ inspect })
}

/** For the plugin's option of that name. */
export const interpreter: Interpreter = {
  start(execution) {
    if (loaded) return loaded.start(execution)
    throw new Error('Call loadInterpreter first.')
  },
}
