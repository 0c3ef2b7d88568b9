import { isObject } from './is-object.js'
import { attempt, report } from './report.js'

/** What is stored about a call for a reload. Arguments and results are never stored. */
export interface RememberedCall {
  readonly id: string
  /** The secrets by which the server recognizes the tries. */
  readonly tries: readonly string[]
  /** The name of the action. */
  readonly action: string
  /** The user who made the call. `null` means nobody. */
  readonly user: string | number | null
  /** When the oldest try was handed over, in milliseconds since 1970. */
  readonly at: number
}

/** Entries of other versions are ignored. */
const version = 1
const notKept = 'A call cannot be remembered across a reload: sessionStorage is full or blocked.'
let isReported = false

/**
 * Stores calls under a name in the tab's `sessionStorage`, one per action and user. Without `sessionStorage` nothing
 * is stored.
 */
export class CallMemory {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  /** The call that `user` made before the reload. */
  read(action: string, user: RememberedCall['user']): RememberedCall | undefined {
    return entryAt(this.#keyOf(action, user))
  }

  /** The newest call of any user before the reload. */
  readAny(action: string): RememberedCall | undefined {
    const keys = attempt(
      () => Object.keys(sessionStorage),
      () => [],
    )
    return keys
      .filter((key) => key.startsWith(this.#prefixOf(action)))
      .map(entryAt)
      .filter((entry) => entry !== undefined)
      .sort((one, other) => other.at - one.at)[0]
  }

  write(call: RememberedCall): void {
    attempt(
      () =>
        globalThis.sessionStorage?.setItem(
          this.#keyOf(call.action, call.user),
          JSON.stringify({ version, ...call }),
        ),
      reportOnce,
    )
  }

  /** Removes this call, unless another call has replaced it. */
  remove({ action, id, user }: Pick<RememberedCall, 'action' | 'id' | 'user'>): void {
    if (this.read(action, user)?.id === id)
      attempt(() => sessionStorage.removeItem(this.#keyOf(action, user)), report)
  }

  #keyOf(action: string, user: RememberedCall['user']): string {
    return this.#prefixOf(action) + JSON.stringify(user)
  }

  /** As JSON, no name is the start of another name. */
  #prefixOf(action: string): string {
    return `convex-action:${JSON.stringify([this.#name, action])}:`
  }
}

/** The call under a key, or `undefined` if there is none or it cannot be read. */
function entryAt(key: string): RememberedCall | undefined {
  return attempt(
    () => {
      const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
      return isRemembered(value) ? value : undefined
    },
    () => undefined,
  )
}

/** Reports the problem once. The call itself continues. */
function reportOnce(cause: unknown): void {
  if (!isReported) report(new Error(notKept, { cause }))
  isReported = true
}

function isRemembered(value: unknown): value is RememberedCall {
  if (!isObject(value) || value.version !== version) return false
  const { id, tries, at } = value
  const isTexts = Array.isArray(tries) && tries.every((secret) => typeof secret === 'string')
  return typeof id === 'string' && typeof at === 'number' && isTexts
}
