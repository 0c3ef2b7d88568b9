import type { Connection } from './connection.js'
import type { ActionError, Failure } from './errors.js'

/** How a call ended, as the server tells it. */
export type Found = { readonly data: unknown } | { readonly failure: Failure; readonly isTriedAgain: boolean }

/** Where a call comes from. */
export interface CallOrigin {
  /** The name of the action, such as `payments:charge`. */
  readonly action: string
  /** Who the user is now, as `identity` says. */
  user(): unknown
  /** Whether it is not known yet who the user is: else nobody is a guest. */
  isAwaited(): boolean | undefined
  /** Whether what the store shows of the call is seen: something is subscribed to it, and no other user came. */
  isSeen(): boolean
}

/** What finds out what became of one call. */
export interface RecoveredCall {
  /** Whether a former page began it, for somebody else than is there now, or nobody knows yet who is there. */
  readonly isOfAnother: boolean
  /** The arguments of its next try: `args`, and a new secret that the server knows it by. */
  nextTry(args: object): object
  /** What the answer to a try says; `undefined` where the server has to be asked. */
  read(failure: Failure): Failure | undefined
  /**
   * Asks the server what became of its tries, and tells it once. From then on, those that have not begun never begin. Gives what
   * ends the asking.
   */
  check(connection: Connection, action: string, onFound: (found: Found) => void): () => void
  /** It ended, with `failure` or well. Where the server was not asked, tells it that what has not begun must not begin. */
  ended(failure: Failure | null, connection: Connection, action: string): void
  /** The callbacks have run: the page knows how it ended. */
  told(error: ActionError | null): void
  /** The person has seen how it ended, and wants to see it no more. */
  forget(): void
}

/** What one execution sends, or what of it was sent before. */
export interface SentCall {
  /** The arguments as they were given; `undefined` where a former page or another device sent it. */
  readonly args: object | undefined
  /** Why it cannot be sent: a sentence that says what and where, and shows no value. */
  readonly wrong: string | undefined
  /** The call id, where one is configured. */
  readonly id: string | undefined
  /** The call id under its name, as the action and the progress query take it. */
  readonly idArgument: Record<string, string> | undefined
  /** What finds out what became of it, where `recovery` is configured. */
  readonly recovered: RecoveredCall | undefined
  /** The arguments of the next try. */
  toSend(): object
  /** From now on the caller may change the arguments. */
  detach(): void
  /** It will not be sent again. */
  letGo(): void
}

/** The option `callId`, as far as its name matters. */
export type CallIdOption = string | { readonly name?: string | undefined } | undefined

/**
 * What finds out what became of calls whose answer was lost. Made by `recover` of `@convex-action/core/recovery`.
 *
 * @typeParam Missing What `args` may be besides the arguments: `undefined`, where calls are remembered over a reload.
 */
export interface Recovery<Missing extends undefined = never> {
  /** Follows the call with this id. */
  begin(id: string, origin: CallOrigin): RecoveredCall
  /**
   * The id of a call that a former page handed over, and that this page has not followed to its end. `isAsked`: the person asks for
   * a call, also where nobody knows yet who that is.
   */
  remembered?(origin: CallOrigin, isAsked: boolean): string | undefined
  /** The call with this id, which a former page or another device began. Only where calls are remembered. */
  resume?(id: string, callId: CallIdOption, origin: CallOrigin): SentCall
  /** No value: it tells the compiler what may be missing. */
  readonly missing?: () => Missing
}
