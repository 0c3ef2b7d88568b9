import type { ActionError, Failure } from './errors.js'
import type { CallOrigin } from './recovered-call.js'
import type { CallMemory, RememberedCall } from './recovery-memory.js'
import { report } from './report.js'

type User = RememberedCall['user']

/** Calls whose end this page has seen, by action and id. They are not resumed. */
const ended = new Set<string>()
/** The stores of the calls that this page follows, by action and id. */
const followed = new Map<string, CallOrigin>()

/** The user, or `undefined` if the value cannot be stored. */
function userOf(origin: CallOrigin): User | undefined {
  const user = origin.user() ?? null
  return user === null || typeof user === 'string' || typeof user === 'number' ? user : undefined
}

/** The stored call of this user. If the user is not known yet, it is the newest call of any user. */
export function notedCall(
  memory: CallMemory,
  origin: CallOrigin,
  isAsked: boolean,
): RememberedCall | undefined {
  const { action } = origin
  const user = userOf(origin)
  if (user === undefined) return undefined
  const isUnknown = isAsked && user === null && origin.isAwaited()
  return memory.read(action, user) ?? (isUnknown ? memory.readAny(action) : undefined)
}

/**
 * Like `notedCall`, but only if the call began before the reload and this page neither shows it nor has seen its end.
 */
export function formerCall(
  memory: CallMemory,
  origin: CallOrigin,
  isAsked: boolean,
): RememberedCall | undefined {
  const call = notedCall(memory, origin, isAsked)
  const key = origin.action + call?.id
  return ended.has(key) || followed.get(key)?.isSeen() ? undefined : call
}

/** What is stored about one call for the page after a reload. */
export class CallNote {
  readonly #memory: CallMemory
  readonly #id: string
  readonly #key: string
  readonly #origin: CallOrigin
  /** The owner of the stored call. `undefined` if nothing is stored. */
  #user: User | undefined

  /** @param user The owner of a call that is already stored. */
  constructor(memory: CallMemory, id: string, origin: CallOrigin, user?: User) {
    this.#memory = memory
    this.#id = id
    this.#key = origin.action + id
    this.#origin = origin
    this.#user = user
    if (userOf(origin) === undefined)
      report(new TypeError('To remember calls, option "identity" must return a string or a number.'))
  }

  /** Whether the owner of the call is the current user. */
  get isOfUser(): boolean {
    return this.#user === undefined || this.#user === userOf(this.#origin)
  }

  /** Records that this page follows the call. */
  follow(): void {
    ended.delete(this.#key)
    followed.set(this.#key, this.#origin)
  }

  /** Stores the call. Called before each hand-over. */
  write(tries: readonly string[], at: number): void {
    // Read now: a call that was made before the first user was known belongs to that user.
    const user = userOf(this.#origin)
    if (user !== this.#user) this.forget()
    this.#user = user
    if (user === undefined) return
    const { action } = this.#origin
    const other = this.#memory.read(action, user)?.id
    if (other !== this.#id && followed.get(action + other)?.isSeen())
      report(new Error(`Two stores remember calls of ${action} under one name. Give each another.`))
    this.follow()
    this.#memory.write({ id: this.#id, tries, action, user, at })
  }

  /** Called at the end of the call. A callback that executes again then starts a new call. */
  ended(error: Failure | null): void {
    if (followed.get(this.#key) === this.#origin) followed.delete(this.#key)
    // The owner has not seen the end, and may come back.
    if (error?.kind !== 'identity-changed') ended.add(this.#key)
  }

  /**
   * Called after the callbacks. A call with an unknown outcome stays stored, so that the page can ask again after a
   * reload.
   */
  told(error: ActionError | null): void {
    if (error?.kind !== 'identity-changed' && error?.delivery !== 'unknown') this.forget()
  }

  /** Removes the stored call. */
  forget(): void {
    const user = this.#user
    if (user !== undefined) this.#memory.remove({ action: this.#origin.action, id: this.#id, user })
  }
}
