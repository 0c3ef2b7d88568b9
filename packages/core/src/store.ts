import { freeze } from './arguments.js'
import { connectionOf } from './connection.js'
import { ActionError } from './errors.js'
import { Execution, type Host } from './execution.js'
import { observable } from './observable.js'
import { callIdName, nameOf, type Options } from './options.js'
import { follow } from './progress.js'
import { randomId } from './random-id.js'
import { guard } from './report.js'
import type { ActionClient, ActionState, Callable } from './types.js'

/** What an adapter's provider gives to every store. */
export interface Provided {
  /**
   * `null` while rendering on a server, whatever the options say: the store stays idle, and `execute` rejects with kind
   * `unavailable`.
   */
  client?: ActionClient | null
  /** See the option of that name. */
  identity?(): unknown
}

/** What tells a mutation from an action. */
export interface Kind {
  /** How it is called in a message. */
  name: string
  /** Hands it over to the client. */
  call(client: ActionClient, reference: Callable, args: object, options: Options): Promise<unknown>
  /** Whether the client sends it again after a lost connection, instead of giving it up. */
  isSentAgain: boolean
  /** Throws where an option is no good. */
  check(options: Options, client: ActionClient | null): void
}

// biome-ignore lint/suspicious/noExplicitAny: each callback has parameters of its own
type Callback = (...told: any[]) => unknown

const isInLine = ({ options }: Execution) => options.concurrency === 'queue'

/** Makes a store. Inside, an action is any action, and a mutation any mutation. */
export function makeStore(
  { name, call, isSentAgain, check }: Kind,
  reference: Callable,
  source: Options | (() => Options) = {},
  provided: Provided = {},
) {
  const action = nameOf(reference) ?? ''
  if (!action) throw new TypeError(`${name} is needed, but this is ${typeof reference}.`)
  const read = typeof source === 'function' ? source : () => source
  // `connectionOf` throws where it is neither a client nor null.
  const own = provided.client !== null && read().client
  const client = (own || provided.client) as ActionClient | null
  const unsettled = new Set<Execution>()
  const steps: (() => void)[] = []
  const started: Execution[] = []
  const ended: Execution[] = []
  let checked: Options | undefined
  let shown: Execution | undefined
  let newest: Execution | undefined
  let head: Execution | undefined
  let data: unknown
  let progress: unknown
  let user: unknown
  let session = {}
  let retried: Execution | undefined
  let isStepping = false
  let isRunning = false
  const initial = look()
  const state = observable(initial)

  const host: Host = {
    action,
    connection: connectionOf(client),
    isSentAgain,
    // Async, so that a client that throws at once is one whose promise rejects.
    call: async (args, options) => call(client as ActionClient, reference, args, options),
    follow: (execution) =>
      follow(client, execution, (value) =>
        run(() => {
          execution.progress = value
          if (execution === shown) progress = value
        }),
      ),
    run,
    isTurn: (execution) => !isInLine(execution) || first() === execution,
    isSuperseded: (execution) => !isInLine(execution) && newest !== execution,
    isSameUser(execution) {
      identify(execution.options)
      return session === execution.session
    },
    settled(execution) {
      unsettled.delete(execution)
      ended.push(execution)
      if (execution === shown && execution.state === 'success') data = execution.data
    },
  }

  const first = (): Execution | undefined => unsettled.values().next().value

  /** Runs a step to completion, after those before it: all that follows from it, one publication, then the outside. */
  function run(step: () => void): void {
    steps.push(step)
    if (!isRunning) drain()
  }

  function drain(): void {
    isRunning = true
    while (steps.length) {
      isStepping = true
      for (let next = steps.shift(); next; next = steps.shift()) next()
      isStepping = false
      state.set(look())
      callBack()
      takeTurn()
    }
    isRunning = false
  }

  /** What there is to show. */
  function look(): ActionState {
    const { state: now = 'idle', error, args, callId, attempt = 0 } = shown ?? {}
    const pending = now === 'queued' || now === 'running' || now === 'retrying'
    return {
      status: pending ? 'pending' : now,
      pending,
      phase: pending ? now : undefined,
      data,
      error: now === 'error' ? error : null,
      args,
      callId,
      attempt,
      inFlight: unsettled.size,
      progress,
      // They narrow together; the compiler sees them apart.
    } as ActionState
  }

  /** Calls the callbacks and settles the promises of what was published. */
  function callBack(): void {
    if (!started.length && !ended.length) return
    const options = guard(current) ?? {}
    for (let next = started.shift(); next; next = started.shift()) tell(options.onExecute, next)
    for (let execution = ended.shift(); execution; execution = ended.shift()) {
      const { data, error } = execution
      if (execution.state === 'success') {
        tell(options.onSuccess, execution, data)
        tell(options.onSettled, execution, data, null)
        execution.resolve(data)
      } else {
        tell(options.onError, execution, error)
        tell(options.onSettled, execution, undefined, error)
        execution.reject(error)
      }
    }
  }

  function tell(callback: Callback | undefined, execution: Execution, ...outcome: unknown[]): void {
    if (!callback) return
    const context = { args: execution.args, shown: execution === shown, mounted: state.isObserved() }
    guard(() => callback(...outcome, context))
  }

  /** Shows the next in the line, and lets it go on. */
  function takeTurn(): void {
    const next = first()
    if (next === head) return
    head = next
    if (!next || !isInLine(next) || !host.isSameUser(next)) return
    run(() => {
      if (!next.hidden) show(next)
      next.check()
    })
  }

  function show(execution: Execution): void {
    if (execution === shown) return
    shown = execution
    progress = execution.progress
  }

  /** Takes everything out of sight, but not what is to start in a later step. */
  function hideAll(): void {
    shown = undefined
    for (const execution of unsettled) execution.hidden ||= execution.state !== 'idle'
  }

  /** The options as they are now. Each new object is checked once. */
  function current(): Options {
    const options = read()
    if (options !== checked) check(options, client)
    checked = options
    return options
  }

  /**
   * Asks who the user is. Of another one than before, nothing stays in sight or in the line. Not asked in a step: no user
   * code runs there, and whoever took the step has asked.
   */
  function identify({ identity = provided.identity }: Options): void {
    const now = isStepping ? user : identity && guard(identity)
    if (Object.is(now, user)) return
    user = now
    session = {}
    run(() => {
      hideAll()
      data = progress = undefined
      for (const execution of unsettled) {
        if (execution.state !== 'running') execution.take('reject', execution.ending('identity-changed'))
      }
    })
  }

  function start(args: object, again?: Execution): Promise<unknown> {
    const options = current()
    const isRefused = () => options.concurrency === 'drop' && unsettled.size > 0
    identify(options)
    if (isRefused()) return refuse()
    const { callId: naming } = options
    const callId = again?.callId ?? (naming && guard(() => newCallId(naming, args)))
    const added = naming && callId ? { [callIdName(naming)]: callId } : undefined
    const noId = naming && !callId && 'Option "callId.create" gave no id.'
    const frozen = again?.payload ?? (noId || freeze(args, added))
    const sendable = again?.payload?.() ?? (added ? { ...args, ...added } : args)
    const execution = new Execution(host, options, args, callId, session, sendable)
    // Asked again: an id's creator may have executed, too.
    if (isRefused()) return refuse()
    if (again) retried = again
    unsettled.add(execution)
    run(() => {
      if (!isInLine(execution)) {
        // Waiting for another try is over for the one that is superseded.
        if (newest?.error && newest.state !== 'running') newest.take('reject', newest.error)
        newest = execution
      }
      if (!isInLine(execution) || !shown || !unsettled.has(shown)) show(execution)
      started.push(execution)
      execution.take('execute')
      if (typeof frozen === 'string') execution.take('reject', execution.ending('arguments', frozen))
    })
    // What has not been sent by now waits, and the caller may change the arguments.
    if (typeof frozen === 'function') execution.payload = frozen
    return execution.promise
  }

  function refuse(): Promise<never> {
    const promise = Promise.reject(
      new ActionError({ kind: 'dropped', delivery: 'not-sent', action, attempt: 0 }),
    )
    promise.catch(() => {})
    return promise
  }

  current()
  return {
    execute: (args: object = {}) => start(args),
    retry() {
      identify(current())
      if (shown?.state !== 'error' || shown === retried || shown.session !== session) return refuse()
      return start(shown.args, shown)
    },
    reset: () =>
      run(() => {
        hideAll()
        data = progress = undefined
      }),
    cancel() {
      identify(current())
      if (!unsettled.size) return
      run(() => {
        hideAll()
        const heldFirst = [...unsettled].sort((a, b) => Number(a.handedOver) - Number(b.handedOver))
        for (const execution of heldFirst) execution.take('reject', execution.ending('canceled'))
      })
    },
    identify: () => identify(current()),
    getState: state.get,
    getInitialState: () => initial,
    subscribe(listener: (state: ActionState) => void) {
      // Its first call is a publication, too: what it leads to waits until it is done.
      const wasRunning = isRunning
      isRunning = true
      const stop = state.subscribe(listener)
      isRunning = wasRunning
      if (!isRunning) drain()
      return stop
    },
  }
}

function newCallId(naming: NonNullable<Options['callId']>, args: object): string | undefined {
  const id = typeof naming === 'string' ? randomId() : naming.create(args)
  return typeof id === 'string' ? id : undefined
}
