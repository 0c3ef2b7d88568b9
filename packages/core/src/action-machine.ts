import { setup } from 'xstate'
import type { ActionError } from './errors.js'

/**
 * What can happen to one execution. Whoever knows a fact sends the event that names it, so what follows
 * depends on (state, event) alone: the machine has no context and no guards.
 *
 * - `execute`: the user asked for it
 * - `resume`: a former page handed it over, and what became of it is to be found out
 * - `connected`: it is its turn, its user is still there, and the connection is open
 * - `lose`: its connection is gone, so its answer can come no more, unless it has arrived already
 * - `resolve`: a result arrived
 * - `reject`: it failed for good; nothing further is tried
 * - `retry`: this try failed and another may follow
 * - `retryDue`: the time before the next try is over
 * - `check`: no answer can come any more, and the server can be asked what became of this try
 */
export interface ExecutionEvent {
  type: 'execute' | 'resume' | 'connected' | 'lose' | 'resolve' | 'reject' | 'retry' | 'retryDue' | 'check'
  /** Of `execute` and `resume`, where a store sends it: the name of the action. For an inspector; the machine does not read it. */
  action?: string
  /** Of `execute` and `resume`, where a store sends it: the call id, if there is one. */
  callId?: string | undefined
  /** Of `retry` and `reject`, where a store sends it: what failed. */
  error?: ActionError | undefined
}

const effect = () => {}

/**
 * One execution of an action, from `execute` to its end: the only description of how it behaves. Its effects are
 * names on entry and exit. What holds between the executions of a store (turns, what is shown, users) is no part of it.
 *
 * `createActionStore` runs the table that `pnpm generate` writes from it, so this module, and with it XState, is
 * loaded only by those who import it: to look at the chart in the Stately editor, to walk it with `xstate/graph`, or to
 * run it. `createInterpreter` runs the executions of a store on it. `createActor` runs it alone, with effects of your own,
 * given by `.provide`.
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
            // For one macrotask: an answer that had arrived before is read by then, and wins.
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
