import { attempt } from './report.js'

/** Why an execution failed. */
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
 * Whether a failed execution ran, over all its tries.
 *
 * - `not-sent`: it did not run and never will; it was never handed over, or, with `recovery`, the server will refuse it
 * - `responded`: the server answered; it failed or was refused
 * - `unknown`: it was handed over and no answer came; it may have run, be running, or still run
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
  unavailable: 'This is not available here.',
  'identity-changed': 'The sign-in changed.',
  'result-lost': 'This was done. Its result is lost.',
  unexpected: 'Something went wrong.',
}

const check = ' Check before you try again.'

/** What a failure means for the person, and what to do. */
function consequenceOf({ kind, delivery }: Failure): string {
  if (delivery === 'unknown') return ` This may have gone through, or still do so.${check}`
  // A function that broke may have done a part of its work.
  if (delivery === 'responded') return kind === 'server' ? check : ''
  // True also of what was sent, and is refused by the server; but not of what is under way.
  return kind === 'dropped' ? '' : ' Nothing happened.'
}

const brand = Symbol.for('convex-action.ActionError')
const convexError = Symbol.for('ConvexError')

/** What is known of a failure. */
export interface Failure {
  kind: ActionErrorKind
  delivery: Delivery
  message?: string | undefined
  data?: unknown
  requestId?: string | undefined
  cause?: unknown
}

/**
 * Why an execution failed, and whether it ran. Its `message` is for the person in front of the screen: no stack, no
 * argument's value, no HTTP body, the same in development and in production. What the client said is its `cause`.
 */
export class ActionError extends Error {
  declare readonly kind: ActionErrorKind
  declare readonly delivery: Delivery
  /** The action's name, such as `emails:send`. */
  declare readonly action: string
  /** Which try failed, from 1; 0 for kind `dropped`, where none was begun. */
  declare readonly attempt: number
  /** The `ConvexError`'s data, for kind `application`. */
  declare readonly data?: unknown
  /** The id under which Convex logged the request, where its answer tells one. */
  declare readonly requestId?: string

  constructor({ message, cause, ...known }: Failure & { action: string; attempt: number }) {
    super(message ?? sentences[known.kind] + consequenceOf(known), cause === undefined ? {} : { cause })
    Object.assign(this, known)
  }

  override get name(): string {
    return 'ActionError'
  }

  get [brand](): true {
    return true
  }

  /** What a log may have: never an argument, never a result. */
  toJSON(): Pick<ActionError, 'kind' | 'delivery' | 'message' | 'action' | 'attempt'> {
    const { kind, delivery, message, action, attempt } = this
    return { kind, delivery, message, action, attempt }
  }
}

/** What is read of anything, be it an error or not: whoever reads it expects that to throw. */
type Anything = { [brand]?: true; [convexError]?: true; message?: unknown; data?: unknown }

/** Whether `error` is an `ActionError`, also one of another copy of this package. */
export const isActionError = (error: unknown): error is ActionError =>
  // Nothing can be read of `null`, and a proxy may throw whatever is read of it.
  attempt(
    () => (error as Anything)[brand] === true,
    () => false,
  )

const answer = /^(?:\[CONVEX [AM]\([^)]*\)\] )?\[Request ID: ([^\]]*)\]/
const lost = /^\[CONVEX A\([^)]*\)\] Connection lost while action was in flight/

/**
 * Reads what a Convex client rejected with. `responded` is said only of what nobody but a server can have sent: a
 * `ConvexError`, or a message that starts as the client's report of an answer does. All else is `unknown`.
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
  // `fetch` rejects with a TypeError where the network failed; that another one means it too is only likely.
  const isLost = isHttp ? cause instanceof TypeError : lost.test(text)
  return { kind: isLost ? 'connection' : 'unexpected', delivery: 'unknown', cause }
}
