import type { ActionError, Failure } from './errors.js'
import type { CallOrigin } from './recovered-call.js'
import type { CallMemory, RememberedCall } from './recovery-memory.js'
import { report } from './report.js'

type User = RememberedCall['user']

/** Ids of calls whose end this page knows: whoever asks for another call does not mean these. */
const ended = new Set<string>()
/** Ids of calls that this page follows, and for which store. */
const followed = new Map<string, CallOrigin>()

/** Who the user is; `undefined` where that cannot be written down. */
function userOf(origin: CallOrigin): User | undefined {
  const user = origin.user() ?? null
  return user === null || typeof user === 'string' || typeof user === 'number' ? user : undefined
}

/** The call that is noted: of this user, or of anybody, where nobody knows yet who is there. */
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

/** The same, where a former page began it and this one does not know its end, and shows it nowhere. */
export function formerCall(
  memory: CallMemory,
  origin: CallOrigin,
  isAsked: boolean,
): RememberedCall | undefined {
  const call = notedCall(memory, origin, isAsked)
  return call && !ended.has(call.id) && !followed.get(call.id)?.isSeen() ? call : undefined
}

/** What is noted of one call, for a page after a reload. */
export class CallNote {
  readonly #memory: CallMemory
  readonly #id: string
  readonly #origin: CallOrigin
  readonly #user: User | undefined

  /** @param user Whose call it is: who is there now, unless a former page began it. */
  constructor(memory: CallMemory, id: string, origin: CallOrigin, user = userOf(origin)) {
    this.#memory = memory
    this.#id = id
    this.#origin = origin
    this.#user = user
    if (user === undefined)
      report(new TypeError('To remember calls, option "identity" has to give a string or a number.'))
  }

  /** Whether the user is still the one whose call it is. */
  get isOfUser(): boolean {
    return Object.is(this.#user, userOf(this.#origin))
  }

  /** This page follows the call. */
  follow(): void {
    ended.delete(this.#id)
    followed.set(this.#id, this.#origin)
  }

  /** It is about to be handed over. */
  write(tries: readonly string[], at: number): void {
    const user = this.#user
    if (user === undefined) return
    const { action } = this.#origin
    const other = this.#memory.read(action, user)?.id
    if (other !== undefined && other !== this.#id && followed.get(other)?.isSeen())
      report(new Error(`Two stores remember calls of ${action} under one name. Give each a name of its own.`))
    this.follow()
    this.#memory.write({ id: this.#id, tries, action, user, at })
  }

  /** It ended: who executes in a callback asks for another call. */
  ended(error: Failure | null): void {
    if (followed.get(this.#id) === this.#origin) followed.delete(this.#id)
    // Its user has not seen it, and may come back.
    if (error?.kind !== 'identity-changed') ended.add(this.#id)
  }

  /** The callbacks have run. What is not known is asked again after a reload. */
  told(error: ActionError | null): void {
    if (error?.kind !== 'identity-changed' && error?.delivery !== 'unknown') this.forget()
  }

  /** Nobody asks after it any more. */
  forget(): void {
    const user = this.#user
    if (user !== undefined) this.#memory.remove({ action: this.#origin.action, id: this.#id, user })
  }
}
