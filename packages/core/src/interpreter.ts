import type { ActionError } from './errors.js'
import { type EffectName, type EventName, type StateName, transitions } from './transitions.generated.js'

/** What an interpreter may know of an execution. Never its arguments, never its result. */
export interface Interpreted {
  /** The name of its action or mutation, such as `emails:send`. */
  readonly action: string
  /** Its call id, where one is configured. */
  readonly callId: string | undefined
}

/** One execution, as it goes through the machine. */
export interface Interpretation {
  /** The innermost state in which it is. */
  readonly state: StateName
  /**
   * Takes an event. Gives the names of the effects that follow, in their order; `undefined` where the state does not expect
   * the event, so that nothing changes. It runs no effect itself. It must not throw.
   *
   * @param error What a try, or the execution, failed with.
   */
  take(event: EventName, error?: ActionError): readonly EffectName[] | undefined
}

/** What runs executions: the table that was made from the machine, or the machine itself (`xstateInterpreter`). */
export interface Interpreter {
  /** Starts a new execution, which is idle. It must not throw. */
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

/** Looks up what XState answered when the package was built. */
export const tableInterpreter: Interpreter = { start: () => new TableInterpretation() }
