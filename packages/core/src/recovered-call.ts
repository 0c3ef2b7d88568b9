import type { Connection } from './connection.js'
import type { ActionError, Failure } from './errors.js'

/** The outcome of a call, as the server reports it: its result, or its failure and whether another try is allowed. */
export type Found = { readonly data: unknown } | { readonly failure: Failure; readonly isTriedAgain: boolean }

/** The store that a call comes from. */
export interface CallOrigin {
  /** The name of the action, such as `payments:charge`. */
  readonly action: string
  /** Returns the current user, as `identity` reports it. */
  user(): unknown
  /** Returns whether the user is not known yet. `undefined` and `false` mean that the user is known, or is a guest. */
  isAwaited(): boolean | undefined
  /** Returns whether the call is visible: something is subscribed to the store, and the user has not changed. */
  isSeen(): boolean
}

/** Finds out what happened to one call. */
export interface RecoveredCall {
  /** Whether the call began before a reload and belongs to another user, or to a user who is not known yet. */
  readonly isOfAnother: boolean
  /** Returns the arguments of the next try: `args`, and a new secret by which the server recognizes the try. */
  nextTry(args: object): object
  /** Reads the answer to a try. Returns `undefined` if the server must be asked. */
  read(failure: Failure): Failure | undefined
  /**
   * Asks the server what happened to the tries of this call, and reports it once. Tries that have not begun by then
   * never begin.
   *
   * @returns A function that stops asking.
   */
  check(connection: Connection, action: string, onFound: (found: Found) => void): () => void
  /**
   * Called when the call has ended, with its failure or with `null`. If the server was not asked, it tells the server
   * now that tries which have not begun must not begin.
   */
  ended(failure: Failure | null, connection: Connection, action: string): void
  /** Called after the callbacks, with the error or with `null`. */
  told(error: ActionError | null): void
  /** Called when the user has seen the outcome and dismissed it. */
  forget(): void
}

/** The call of one execution: what is sent, or what was sent before a reload. */
export interface SentCall {
  /** The given arguments. `undefined` for a call from before a reload or from another device. */
  readonly args: object | undefined
  /** Why the arguments cannot be sent: a sentence that shows no value. `undefined` if they can. */
  readonly wrong: string | undefined
  /** The call id, or `undefined` if there is none. */
  readonly id: string | undefined
  /**
   * The call id under its argument name, as the action and the progress query take it. `undefined` if there is none.
   */
  readonly idArgument: Record<string, string> | undefined
  /** Finds out what happened to the call. `undefined` without the option `recovery`. */
  readonly recovered: RecoveredCall | undefined
  /** Returns the arguments of the next try. */
  toSend(): object
  /** From now on, the caller may change the arguments. */
  detach(): void
  /** The call will not be sent again. */
  letGo(): void
}

/** The option `callId`, reduced to its name. */
export type CallIdOption = string | { readonly name?: string | undefined } | undefined

/**
 * Finds out what happened to calls after a lost connection or a reload. Made by `recover` of
 * `@convex-action/core/recovery`.
 *
 * @typeParam Missing The type of `args` for calls whose arguments are not known: `undefined` if calls are remembered
 * across a reload, else `never`.
 */
export interface Recovery<Missing extends undefined = never> {
  /** Follows a new call with this id. */
  begin(id: string, origin: CallOrigin): RecoveredCall
  /**
   * Returns the id of a call from before the reload whose end this page has not seen, or `undefined`. `isAsked` means
   * that the user asked for a call. Then it also finds calls while the user is not known yet. Missing if calls are
   * not remembered.
   */
  remembered?(origin: CallOrigin, isAsked: boolean): string | undefined
  /**
   * Returns the call with this id, which began before a reload or on another device. Missing if calls are not
   * remembered.
   */
  resume?(id: string, callId: CallIdOption, origin: CallOrigin): SentCall
  /** For the compiler only. It never has a value. */
  readonly missing?: () => Missing
}
