import { attempt } from './report.js'

/**
 * Why an execution failed.
 *
 * - `application`: the function threw a `ConvexError`.
 * - `server`: the server answered with another failure or refused the call.
 * - `arguments`: the arguments are not a plain object, or Convex cannot encode a value in them. Nothing was sent.
 * - `connection`: the connection was lost while the call was running.
 * - `offline`: there was no connection, and the option `offline` is `fail`. Nothing was sent.
 * - `closed`: the client was closed, or stopped after a fatal error.
 * - `timeout`: the time in the option `timeout` has passed.
 * - `canceled`: `cancel()` was called.
 * - `dropped`: the call was refused because another call had not settled, as the option `concurrency` says, or `retry()`
 *   found nothing to try again. Nothing was sent.
 * - `unavailable`: there is no client that can run it, as during server rendering.
 * - `identity-changed`: another user signed in, or the user signed out.
 * - `result-lost`: the call succeeded, but the server does not have its result any more. Only with the option
 *   `recovery`.
 * - `unexpected`: anything else.
 */
export type ActionErrorKind =
  | 'application'
  | 'server'
  | 'arguments'
  | 'connection'
  | 'offline'
  | 'closed'
  | 'timeout'
  | 'canceled'
  | 'dropped'
  | 'unavailable'
  | 'identity-changed'
  | 'result-lost'
  | 'unexpected'

/**
 * Whether a failed execution ran on the server. It covers all tries of the execution.
 *
 * - `not-sent`: it did not run and never will. It was never handed to the client, or, with `recovery`, the server has
 *   confirmed that it will refuse it.
 * - `responded`: the server answered. The call failed or was refused.
 * - `unknown`: it was handed to the client and no answer came. It may have run, may be running, or may still run.
 */
export type Delivery = 'not-sent' | 'responded' | 'unknown'

const sentences: Record<ActionErrorKind, string> = {
  application: 'The server refused this.',
  server: 'Something went wrong on the server.',
  arguments: 'This cannot be sent.',
  connection: 'The connection was lost.',
  offline: 'There is no connection.',
  closed: 'The connection was closed.',
  timeout: 'This took too long.',
  canceled: 'This was canceled.',
  dropped: 'This is already under way, and was not sent again.',
  unavailable:
    'There is no Convex client here, as while a server renders the page: call it in an event handler or after mounting, and load data with a query.',
  'identity-changed': 'The signed-in user changed.',
  'result-lost': 'This was done. Its result is lost.',
  unexpected: 'Something went wrong.',
}

const check = ' Check before you try again.'

/** What a failure means for the user, and what to do about it. */
function consequenceOf({ kind, delivery }: Failure): string {
  if (delivery === 'unknown') return ` This may have gone through, or may still go through.${check}`
  // A function that crashed may have done part of its work.
  if (delivery === 'responded') return kind === 'server' ? check : ''
  // Also true for a call that was sent and that the server will refuse. Not for a dropped call: an earlier one is
  // under way.
  return kind === 'dropped' ? '' : ' Nothing happened.'
}

const brand = Symbol.for('convex-action.ActionError')
const convexError = Symbol.for('ConvexError')

/** What is known about a failure. */
export interface Failure {
  kind: ActionErrorKind
  delivery: Delivery
  message?: string | undefined
  data?: unknown
  requestId?: string | undefined
  cause?: unknown
}

/**
 * The error of every failed execution. It says why the execution failed and whether it ran.
 *
 * `message` is safe to show to users. It contains no stack, no argument value and no HTTP body, and it is the same in
 * development and in production. The original error is its `cause`.
 */
export class ActionError extends Error {
  /**
   * The message for the user. For a `ConvexError` it is the data if that is a string, else `data.message` if that is a string. In all
   * other cases it is a fixed sentence, or a sentence of the option `messages`.
   */
  declare message: string
  /** The original error, as the client rejected with it or as the server reported it. `undefined` if there was none. */
  declare readonly cause?: unknown
  /** Why the execution failed. */
  declare readonly kind: ActionErrorKind
  /** Whether the execution ran on the server, over all its tries. */
  declare readonly delivery: Delivery
  /** The name of the action or mutation, such as `emails:send`. */
  declare readonly action: string
  /** Which try failed: 1, 2, … It is 0 for a call that was refused at once, since no execution was started. */
  declare readonly attempt: number
  /** The data of the `ConvexError`, for kind `application`. `undefined` if the server sent no `ConvexError`. */
  declare readonly data?: unknown
  /** The id under which Convex logged the request. `undefined` if the answer contains none. */
  declare readonly requestId?: string

  /**
   * Creates an error. Stores do this for you; you need it in tests and stories only.
   *
   * @param failure `kind`, `delivery`, `action` and `attempt`, and optionally `message`, `data`, `requestId` and
   * `cause`. Without a `message`, the default English text of the kind and delivery is used.
   */
  constructor({ message, cause, ...known }: Failure & { action: string; attempt: number }) {
    super(message ?? sentences[known.kind] + consequenceOf(known), cause === undefined ? {} : { cause })
    Object.assign(this, known)
  }

  /** Always `ActionError`. */
  override get name(): string {
    return 'ActionError'
  }

  /** Lets {@link isActionError} recognize errors of another copy of this package. */
  get [brand](): true {
    return true
  }

  /** Returns the fields that are safe to log. The arguments and the result are not among them. */
  toJSON(): Pick<ActionError, 'kind' | 'delivery' | 'message' | 'action' | 'attempt'> {
    const { kind, delivery, message, action, attempt } = this
    return { kind, delivery, message, action, attempt }
  }
}

/** What is read of a thrown value, which may not be an error. Reading it may throw. */
type Anything = { [brand]?: true; [convexError]?: true; message?: unknown; data?: unknown }

/**
 * Whether `error` is an {@link ActionError}. It also recognizes errors of another copy of this package.
 *
 * @param error Anything, such as what a `catch` block receives.
 */
export const isActionError = (error: unknown): error is ActionError =>
  // Reading fails for `null`, and for a proxy that throws.
  attempt(
    () => (error as Anything)[brand] === true,
    () => false,
  )

const answer = /^(?:\[CONVEX [AM]\([^)]*\)\] )?\[Request ID: ([^\]]*)\]/
const lost = /^\[CONVEX A\([^)]*\)\] Connection lost while action was in flight/

/**
 * Reads what a Convex client rejected with. The delivery is `responded` only if a server must have answered: for a
 * `ConvexError`, or for a message that starts like the client's report of an answer. Otherwise it is `unknown`.
 */
export const readFailure = (cause: unknown, isHttp: boolean): Failure =>
  attempt(
    () => interpret(cause, isHttp),
    () => ({ kind: 'unexpected', delivery: 'unknown', cause }),
  )

function interpret(cause: unknown, isHttp: boolean): Failure {
  const thrown = cause as Anything
  const text = String(thrown.message)
  const requestId = answer.exec(text)?.[1]
  if (thrown[convexError]) {
    const { data } = thrown
    const told = typeof data === 'string' ? data : (data as Anything | null | undefined)?.message
    const message = typeof told === 'string' && told ? told : undefined
    return { kind: 'application', delivery: 'responded', message, data, requestId, cause }
  }
  if (requestId) return { kind: 'server', delivery: 'responded', requestId, cause }
  // `fetch` rejects with a TypeError if the network failed. Other TypeErrors are possible, but unlikely.
  const isLost = isHttp ? cause instanceof TypeError : lost.test(text)
  return { kind: isLost ? 'connection' : 'unexpected', delivery: 'unknown', cause }
}
