import { Call } from './arguments.js'
import { connectionOf } from './connection.js'
import { ActionError } from './errors.js'
import { Execution, type Host } from './execution.js'
import { Line } from './line.js'
import { observable } from './observable.js'
import {
  functionOf,
  isObject,
  nameOf,
  type Options,
  type OrFunction,
  reading,
  type Taken,
} from './options.js'
import { follow } from './progress.js'
import { guard, report } from './report.js'
import { Steps } from './steps.js'
import type { ActionClient, ActionState, Callable } from './types.js'

/** What an adapter's provider gives to every store. */
export interface Provided {
  /**
   * `null` while rendering on a server, whatever the options say: the store stays idle, and `execute` rejects with kind
   * `unavailable`.
   */
  client?: ActionClient | null | undefined
  /** See the option of that name. */
  identity?: (() => unknown) | undefined
}

/** What tells a mutation from an action. */
export interface Kind {
  /** How it is called in a message. */
  name: string
  /** Hands it over to the client. */
  call(client: ActionClient, reference: Callable, args: object, options: Taken): Promise<unknown>
  /** Whether the client sends it again after a lost connection, instead of giving it up. */
  isSentAgain: boolean
  /** Copies the options. Throws where one is no good. */
  take(options: Options, client: ActionClient | null): Taken
}

type CallbackName = 'onExecute' | 'onSuccess' | 'onError' | 'onSettled'

const unstable =
  'Option "identity" gave a promise or a new object. It has to give the same for the same user.'

const isInLine = ({ options }: Execution) => options.concurrency === 'queue'

/** Makes a store. Inside, an action is any action, and a mutation any mutation. */
export function makeStore(
  { name, call, isSentAgain, take }: Kind,
  reference: Callable,
  source: OrFunction<Options> = {},
  provided: Provided = {},
) {
  const action = nameOf(reference) ?? ''
  if (!action) throw new TypeError(`${name} is needed, but this is ${typeof reference}.`)
  const read = reading(source)
  let options = read()
  // `connectionOf` throws where it is neither a client nor null.
  const own = provided.client !== null && options.client
  const client = (own || provided.client) as ActionClient | null
  const line = new Line()
  const steps = new Steps(finish)
  let started: Execution[] = []
  let ended: Execution[] = []
  let shown: Execution | undefined
  let head: Execution | undefined
  let data: unknown
  let progress: unknown
  let user: unknown
  let session = {}
  /** The user code that is being called. */
  let calling = 'A subscriber'
  const initial = look()
  const state = observable(initial)

  const host: Host = {
    action,
    connection: connectionOf(client),
    isSentAgain,
    // Async, so that a client that throws at once is one whose promise rejects.
    call: async (args, options) => call(client as ActionClient, reference, args, options),
    follow(execution) {
      const { options, call } = execution
      if (!options.progress || !call.named) return
      return follow(client, options.progress, call.named, (value) => {
        if (!host.isSameUser(execution)) return
        steps.run(() => {
          execution.progress = value
          if (execution === shown) progress = value
        })
      })
    },
    run: (step) => steps.run(step),
    isTurn: (execution) => !isInLine(execution) || line.first === execution,
    isSuperseded: (execution) => !isInLine(execution) && line.newest !== execution,
    isSameUser(execution) {
      identify()
      return session === execution.session
    },
    settled(execution) {
      line.delete(execution)
      ended.push(execution)
      if (execution === shown && execution.state === 'success') data = execution.data
    },
  }

  /** What follows a lot of steps: one publication, callbacks, promises, and whose turn it is now. */
  function finish(): void {
    state.set(look())
    callBack()
    takeTurn()
  }

  /** What there is to show. */
  function look(): ActionState {
    const { state: now = 'idle', error, call, attempt = 0 } = shown ?? {}
    const pending = now === 'queued' || now === 'running' || now === 'retrying'
    return {
      status: pending ? 'pending' : now,
      pending,
      phase: pending ? now : undefined,
      data,
      error: now === 'error' ? error : null,
      args: call?.args,
      callId: call?.id,
      attempt,
      inFlight: line.size,
      progress,
      // They narrow together; the compiler sees them apart.
    } as ActionState
  }

  /** Calls the callbacks and settles the promises of what was published. */
  function callBack(): void {
    if (!started.length && !ended.length) return
    const now = guard(() => ({ ...newest() })) ?? {}
    const [begun, over] = [started, ended]
    started = []
    ended = []
    for (const execution of begun) tell(now, 'onExecute', execution)
    for (const execution of over) {
      const { data, error } = execution
      if (execution.state === 'success') {
        tell(now, 'onSuccess', execution, data)
        tell(now, 'onSettled', execution, data, null)
        execution.resolve(data)
      } else {
        tell(now, 'onError', execution, error)
        tell(now, 'onSettled', execution, undefined, error)
        execution.reject(error)
      }
    }
  }

  function tell(options: Options, name: CallbackName, execution: Execution, ...outcome: unknown[]): void {
    if (!options[name]) return
    calling = `Option "${name}"`
    guard(() => {
      // Each callback has parameters of its own.
      const callback = functionOf(options, name) as (...told: unknown[]) => unknown
      const { args } = execution.call
      return callback(...outcome, { args, shown: execution === shown, mounted: state.isObserved() })
    })
    calling = 'A subscriber'
  }

  /** Shows the next in the line, and lets it go on. */
  function takeTurn(): void {
    const next = line.first
    if (next === head) return
    head = next
    if (!next || !isInLine(next) || !host.isSameUser(next)) return
    steps.run(() => {
      if (!next.hidden) show(next)
      next.check()
    })
  }

  function show(execution: Execution): void {
    if (execution === shown) return
    shown = execution
    progress = execution.progress
  }

  /** Takes everything out of sight. */
  function hideAll(): void {
    shown = undefined
    for (const execution of line) execution.hidden = true
  }

  function clear(): void {
    hideAll()
    data = progress = undefined
  }

  /** The options as they are now, copied. Throws where they are no good. */
  function current(): Taken {
    options = read()
    return take(options, client)
  }

  /** The options as they are now; where they cannot be read, that is reported, and they are those of the last time. */
  function newest(): Options {
    try {
      options = read()
    } catch (error) {
      report(error)
    }
    return options
  }

  /**
   * Asks who the user is. Of another one than before, nothing stays in sight or in the line. Not asked in a step: no user
   * code runs there, and whoever took the step has asked.
   */
  function identify(options?: Options): void {
    if (steps.isStepping) return
    const now = ask(options ?? newest())
    if (Object.is(now, user)) return
    user = now
    session = {}
    steps.run(() => {
      clear()
      for (const execution of line) {
        // What was handed over goes on by itself, and counts no more.
        if (execution.state === 'running') line.delete(execution)
        else execution.take('reject', execution.ending('identity-changed'))
      }
    })
  }

  function ask(options: Options): unknown {
    const identity = guard(() => functionOf(options, 'identity')) ?? provided.identity
    if (!identity) return undefined
    const isStable = (answer: unknown) => !isObject(answer) || Object.is(answer, guard(identity))
    return guard(identity, isStable, unstable)
  }

  function start(args: object, again?: Execution): Promise<unknown> {
    if (steps.isEndless()) throw new Error(`${calling} executes each time that it is called, without an end.`)
    const taken = current()
    identify(taken)
    const isRefused = () => (again && again !== shown) || (taken.concurrency === 'drop' && line.size > 0)
    // What is asked for while other steps wait is decided when its own comes.
    if (!steps.isRunning && isRefused()) return refuse()
    const sent = again?.call ?? new Call(args, taken.callId)
    const execution = new Execution(host, taken, sent, session)
    steps.run(() => {
      if (isRefused()) return execution.reject(refusal())
      if (!isInLine(execution)) {
        // Waiting for another try is over for the one that is superseded.
        const former = line.newest
        if (former?.error && former.state !== 'running') former.take('reject', former.error)
        line.newest = execution
      }
      line.add(execution)
      if (!isInLine(execution) || !shown || !line.has(shown)) show(execution)
      started.push(execution)
      execution.take('execute')
      if (sent.wrong) execution.take('reject', execution.ending('arguments', sent.wrong))
    })
    // What has not been sent by now waits, and the caller may change the arguments.
    sent.keep()
    return execution.promise
  }

  const refusal = (message?: string) =>
    new ActionError({ kind: 'dropped', delivery: 'not-sent', message, action, attempt: 0 })

  function refuse(message?: string): Promise<never> {
    const promise = Promise.reject(refusal(message))
    promise.catch(() => {})
    return promise
  }

  take(options, client)
  return {
    execute: (args: object = {}) => start(args),
    retry() {
      identify()
      if (shown?.state === 'error') return start(shown.call.args, shown)
      return refuse(shown && line.has(shown) ? undefined : 'There is nothing to try again.')
    },
    reset: () => steps.run(clear),
    cancel() {
      identify()
      steps.run(() => {
        if (!line.size) return
        hideAll()
        const all = [...line]
        for (const isHandedOver of [false, true])
          for (const execution of all)
            if (execution.handedOver === isHandedOver) execution.take('reject', execution.ending('canceled'))
      })
    },
    // Frameworks call it when options have changed: so these are checked, too.
    identify: () => identify(current()),
    getState: state.get,
    getInitialState: () => initial,
    subscribe(listener: (state: ActionState) => void) {
      // Its first call is a publication, too.
      return steps.hold(() => state.subscribe(listener))
    },
  }
}
