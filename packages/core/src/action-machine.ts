import { setup } from 'xstate'
import type { ActionError } from './errors.js'

/**
 * The events of one execution. The machine has no context and no guards: what happens next depends only on the state
 * and the event.
 *
 * - `execute`: an execution was requested.
 * - `resume`: a page before the reload has sent the call, and its outcome must be found out.
 * - `connected`: the connection is open, it is the execution's turn, and the user is still the same.
 * - `lose`: the connection is gone. Only an answer that has already arrived counts now.
 * - `resolve`: a result arrived.
 * - `reject`: the execution failed for good.
 * - `retry`: this try failed, and another one follows.
 * - `retryDue`: the delay before the next try is over.
 * - `check`: no answer can arrive any more, and the server can be asked what happened.
 */
export interface ExecutionEvent {
  /** The name of the event. */
  type: 'execute' | 'resume' | 'connected' | 'lose' | 'resolve' | 'reject' | 'retry' | 'retryDue' | 'check'
  /**
   * The name of the action. Stores send it with `execute` and `resume`, for inspectors. The machine does not read it.
   */
  action?: string
  /** The call id, or `undefined` if there is none. Stores send it with `execute` and `resume`, for inspectors. */
  callId?: string | undefined
  /** The error. Stores send it with `retry` and `reject`, for inspectors. */
  error?: ActionError | undefined
}

const effect = () => {}

/**
 * The state machine of one execution, from `execute` to its end. It is the only description of how an execution
 * behaves. Its effects are names on entry and exit. The order of executions, what is shown and who the user is are
 * not part of it.
 *
 * Stores do not load this module or XState: they run a table that is generated from this machine. Import it to look
 * at the chart in the Stately editor, to walk it with `xstate/graph`, or to run it. `createInterpreter` runs the
 * executions of a store on it. With XState's `createActor` and `.provide` you can run it alone, with your own
 * effects.
 *
 * @example
 * ```ts
 * import { actionMachine } from '@convex-action/core/machine'
 * import { createActor } from 'xstate'
 *
 * const actor = createActor(actionMachine.provide({ actions: { send: () => console.log('sent') } })).start()
 * actor.send({ type: 'execute' })
 * actor.send({ type: 'connected' }) // logs "sent"
 * console.log(actor.getSnapshot().value) // { pending: { running: 'sent' } }
 * ```
 */
export const actionMachine = setup({
  types: { events: {} as ExecutionEvent },
  actions: {
    startTimeout: effect,
    stopTimeout: effect,
    watchConnection: effect,
    unwatchConnection: effect,
    watchProgress: effect,
    unwatchProgress: effect,
    awaitConnection: effect,
    send: effect,
    startJudgement: effect,
    stopJudgement: effect,
    startBackoff: effect,
    stopBackoff: effect,
    startChecking: effect,
    stopChecking: effect,
    settle: effect,
  },
}).createMachine({
  id: 'action',
  initial: 'idle',
  states: {
    idle: { on: { execute: 'pending', resume: 'pending.checking' } },
    pending: {
      entry: ['startTimeout', 'watchConnection', 'watchProgress'],
      exit: ['unwatchProgress', 'unwatchConnection', 'stopTimeout'],
      on: { resolve: 'success', reject: 'error' },
      initial: 'queued',
      states: {
        queued: { entry: 'awaitConnection', on: { connected: 'running' } },
        running: {
          entry: 'send',
          on: { retry: 'retrying', check: 'checking' },
          initial: 'sent',
          states: {
            sent: { on: { lose: 'lost' } },
            // It lasts one macrotask. An answer that has already arrived is read in that time, and wins.
            lost: { entry: 'startJudgement', exit: 'stopJudgement' },
          },
        },
        checking: { entry: 'startChecking', exit: 'stopChecking', on: { retry: 'retrying' } },
        retrying: { entry: 'startBackoff', exit: 'stopBackoff', on: { retryDue: 'queued' } },
      },
    },
    success: { type: 'final', entry: 'settle' },
    error: { type: 'final', entry: 'settle' },
  },
})
