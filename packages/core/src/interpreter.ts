import type { ActionError } from './errors.js'
import { type EffectName, type EventName, type StateName, transitions } from './transitions.generated.js'

/** What an interpreter knows about an execution. It never sees arguments or results. */
export interface Interpreted {
  /** The name of the action or mutation, such as `emails:send`. */
  readonly action: string
  /** The call id, or `undefined` if there is none. */
  readonly callId: string | undefined
}

/** One execution as it moves through the state machine. */
export interface Interpretation {
  /** The name of the innermost state. */
  readonly state: StateName
  /**
   * Takes an event and moves to the next state. It does not run effects itself, and it must not throw.
   *
   * @param event The event.
   * @param error The error of the try or the execution, for `retry` and `reject`.
   * @returns The names of the effects to run, in order. `undefined` if the state does not expect the event: nothing
   * has changed then.
   */
  take(event: EventName, error?: ActionError): readonly EffectName[] | undefined
}

/**
 * Runs the state machine of executions. The default is a table generated from the machine. `createInterpreter` of
 * `@convex-action/core/machine` makes an interpreter that runs the machine itself.
 */
export interface Interpreter {
  /** Starts a new execution in the state `idle`. It must not throw. */
  start(execution: Interpreted): Interpretation
}

class TableInterpretation implements Interpretation {
  state: StateName = 'idle'

  take(event: EventName): readonly EffectName[] | undefined {
    const answer = transitions[this.state][event]
    if (!answer) return undefined
    this.state = answer[0]
    return answer[1]
  }
}

/** Looks up the transitions that XState computed at build time. */
export const tableInterpreter: Interpreter = { start: () => new TableInterpretation() }
