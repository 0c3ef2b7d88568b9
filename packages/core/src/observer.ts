import type { ActionError, ActionErrorKind, Delivery } from './errors.js'
import type { ExecutionObserver, ExecutionOutcome } from './observed.js'
import { guard } from './report.js'

/**
 * How one execution ended, as an observer reports it. `args` and `data` are methods, so that no card number gets into
 * a log by accident.
 */
export interface ExecutionEnd {
  /** The name of the action or mutation, such as `emails:send`. */
  readonly action: string
  /** Why the execution failed. `undefined` after a success. */
  readonly kind: ActionErrorKind | undefined
  /** Whether the execution ran on the server. `responded` after a success. */
  readonly delivery: Delivery
  /** The error. `null` after a success. */
  readonly error: ActionError | null
  /** Whether the component itself shows this end to the user. See the option `handles`. */
  readonly handled: boolean
  /** Returns the arguments passed to `execute` or `mutate`. `undefined` for a call that was resumed after a reload. */
  args(): unknown
  /** Returns the result. `undefined` after a failure. */
  data(): unknown
}

/** Sees every execution of the stores below a provider. Made by {@link createActionObserver}. */
export interface ActionObserver extends ExecutionObserver {
  /**
   * Returns the number of executions in flight, as it was last published. Executions of previous users do not count.
   */
  getInFlight(): number
  /**
   * Calls `listener` with the number in flight at once, and then after every change, at most once per microtask.
   *
   * @returns A function that unsubscribes.
   */
  subscribe(listener: (inFlight: number) => void): () => void
  /**
   * Calls `listener` whenever an execution has ended, after the callbacks of its store. Kinds `dropped` and
   * `canceled` are not reported: the user asked for them.
   *
   * @returns A function that unsubscribes.
   */
  onEnd(listener: (end: ExecutionEnd) => void): () => void
}

/** The options of an observer. */
export interface ObserverOptions {
  /**
   * Whether components show failures to the user themselves, in stores that have neither the option `handles` nor a
   * callback for it: all (`true`), none (`false`), or those for which the function returns `true`.
   *
   * @defaultValue `false`
   */
  handles?: boolean | ((error: ActionError) => boolean) | undefined
}

/**
 * Creates an observer: one place to show that something is in progress, to show failures, and to report them. Pass it
 * to a provider as `observer`. It sees only the stores below that provider, so two apps on one page, or two requests
 * on a server, stay separate.
 *
 * @param options See {@link ObserverOptions}.
 * @returns The observer.
 *
 * @example
 * ```ts
 * import { createActionStore } from '@convex-action/core'
 * import { createActionObserver } from '@convex-action/core/observer'
 * import { ConvexClient } from 'convex/browser'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const observer = createActionObserver()
 * observer.subscribe((inFlight) => console.log(inFlight > 0 ? 'working…' : 'done'))
 * observer.onEnd(({ error, handled }) => error && !handled && console.log(error.message))
 *
 * const sendEmail = createActionStore(api.emails.send, {}, { client, observer })
 * sendEmail.execute({ to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' })
 * ```
 */
export function createActionObserver({ handles }: ObserverOptions = {}): ActionObserver {
  const counters = new Set<(inFlight: number) => void>()
  const listeners = new Set<(end: ExecutionEnd) => void>()
  let inFlight = 0
  let published = 0
  let isDue = false
  const publish = () => {
    isDue = false
    if (published === inFlight) return
    published = inFlight
    for (const counter of counters) guard(() => counter(published))
  }
  const count = (change: number) => {
    inFlight += change
    if (!isDue) queueMicrotask(publish)
    isDue = true
  }
  return {
    started: () => count(1),
    left: () => count(-1),
    ended(outcome) {
      const kind = outcome.error?.kind
      if (kind === 'dropped' || kind === 'canceled') return
      const end = endOf(outcome, handles)
      for (const listener of listeners) guard(() => listener(end))
    },
    getInFlight: () => published,
    subscribe(listener) {
      // A function of its own, so that the same listener can subscribe twice.
      const counter = (now: number) => listener(now)
      counters.add(counter)
      guard(() => counter(published))
      return () => void counters.delete(counter)
    },
    onEnd(listener) {
      const own = (end: ExecutionEnd) => listener(end)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}

function endOf(
  { action, args, data, error, options }: ExecutionOutcome,
  byDefault: ObserverOptions['handles'],
): ExecutionEnd {
  const { kind, delivery = 'responded' } = error ?? {}
  return {
    action,
    kind,
    delivery,
    error,
    handled: isHandled(error, options, byDefault),
    args: () => args,
    data: () => data,
  }
}

/** Whether the component shows it: as `handles` says, or if it has a callback for it, or as the observer says. */
function isHandled(
  error: ActionError | null,
  { handles, onError, onSettled, onSuccess }: ExecutionOutcome['options'],
  byDefault: ObserverOptions['handles'],
): boolean {
  const hasCallback = !!(onSettled || (error ? onError : onSuccess))
  const said = handles ?? (hasCallback || byDefault)
  if (typeof said !== 'function') return !!said
  return error ? !!guard(() => said(error)) : hasCallback
}
