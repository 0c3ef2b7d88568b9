import type { ActionError, ActionErrorKind, Delivery } from './errors.js'
import type { ExecutionObserver, ExecutionOutcome } from './observed.js'
import { guard } from './report.js'

/**
 * How one execution ended, as an observer tells it. Arguments and result are methods, so that no card number gets into a log by
 * accident.
 */
export interface ExecutionEnd {
  /** The name of the action or mutation, such as `emails:send`. */
  readonly action: string
  /** Why it failed; `undefined` for a success. */
  readonly kind: ActionErrorKind | undefined
  /** Whether it ran. A success is `responded`. */
  readonly delivery: Delivery
  /** What it failed with; `null` for a success. */
  readonly error: ActionError | null
  /** Whether the component tells the person by itself: see the option `handles`. */
  readonly handled: boolean
  /** The arguments as they were given. */
  args(): unknown
  /** The result; `undefined` for a failure. */
  data(): unknown
}

/** Sees every execution of the stores that have it. Made by `createActionObserver`. */
export interface ActionObserver extends ExecutionObserver {
  /** How many executions are in flight, as it was published last. Former users' executions do not count. */
  getInFlight(): number
  /**
   * Calls `listener` at once, and then whenever the number in flight has changed: at most once a microtask.
   *
   * @returns A function that ends it.
   */
  subscribe(listener: (inFlight: number) => void): () => void
  /**
   * Calls `listener` whenever an execution has ended, after the callbacks of its store. Kinds `dropped` and `canceled` are not told:
   * the person asked for them.
   *
   * @returns A function that ends it.
   */
  onEnd(listener: (end: ExecutionEnd) => void): () => void
}

/** What an observer takes. */
export interface ObserverOptions {
  /**
   * Whether the components tell the person of failures by themselves, or of which failures, where a store has no option `handles` and no
   * callback for it. Default: they do not.
   */
  handles?: boolean | ((error: ActionError) => boolean) | undefined
}

/**
 * Makes an observer: one place to show progress, to tell of failures, and to report them. Give it to a provider as `observer`. It
 * sees the stores below that provider and no others, so two apps on one page, and two requests on a server, stay apart.
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
      // Of its own: the same function may listen twice.
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

/** Whether the component tells the person: as it says, or where it has a callback for it, or as the observer says. */
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
