import { freeze } from './arguments.js'
import { connectionOf } from './connection.js'
import { Execution, type Host } from './execution.js'
import { observable } from './observable.js'
import { type ActionOptions, checkOptions, nameOf } from './options.js'
import type { ActionClient, ActionReference, ActionState, ActionStore } from './types.js'

/**
 * Makes a store for one action: it runs the action, and holds the state to show for it.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See `ActionOptions`.
 * @param client The client to use where `options.client` names none; `null` while rendering on a server: the store stays
 * idle, and `execute` rejects with kind `unavailable`.
 * @throws `TypeError` where the reference, the client or an option is no good; its message names it.
 *
 * @example
 * ```ts
 * import { createActionStore } from '@convex-action/core'
 * import { ConvexClient } from 'convex/browser'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const sendEmail = createActionStore(api.emails.send, { client })
 *
 * sendEmail.subscribe(({ status, error }) => console.log(status, error?.message))
 * sendEmail.execute({ to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' })
 * ```
 */
export function createActionStore<Ref extends ActionReference>(
  reference: Ref,
  options: ActionOptions = {},
  client?: ActionClient | null,
): ActionStore<Ref> {
  checkOptions(options)
  const given = options.client ?? client
  const unsettled = new Set<Execution>()
  const steps: (() => void)[] = []
  const ended: Execution[] = []
  let shown: Execution | undefined
  let data: unknown
  let isRunning = false
  const state = observable(look())

  const host: Host = {
    action: nameOf(reference),
    connection: connectionOf(given),
    // Async, so that a client that throws at once is one whose promise rejects.
    call: async (args) => given?.action(reference, args),
    run,
    settled(execution) {
      unsettled.delete(execution)
      ended.push(execution)
      if (execution === shown && execution.state === 'success') data = execution.data
    },
  }

  /** Runs a step to completion, after those before it: all that follows from it, one publication, then the promises. */
  function run(step: () => void): void {
    steps.push(step)
    if (isRunning) return
    isRunning = true
    while (steps.length) {
      for (let next = steps.shift(); next; next = steps.shift()) next()
      state.set(look())
      for (const execution of ended.splice(0)) {
        if (execution.error) execution.reject(execution.error)
        else execution.resolve(execution.data)
      }
    }
    isRunning = false
  }

  /** What there is to show. */
  function look(): ActionState {
    const { state: now = 'idle', error = null, args, attempt = 0 } = shown ?? {}
    const pending = now === 'queued' || now === 'running' || now === 'retrying'
    const [status, phase] = pending ? ['pending', now] : [now]
    // One execution at a time narrows these together; the compiler sees them apart.
    return { status, pending, phase, data, error, args, attempt, inFlight: unsettled.size } as ActionState
  }

  return {
    execute(args: object = {}) {
      const frozen = freeze(args)
      const execution = new Execution(host, args)
      run(() => {
        shown = execution
        unsettled.add(execution)
        execution.start(typeof frozen === 'string' ? frozen : undefined)
      })
      // What has not been sent by now waits, and the caller may change the arguments.
      if (typeof frozen === 'function') execution.payload = frozen
      return execution.promise
    },
    reset: () =>
      run(() => {
        shown = data = undefined
      }),
    getState: state.get,
    subscribe: state.subscribe,
    // In here an action is any action; what its callers are promised is the type of this function.
  } as unknown as ActionStore<Ref>
}
