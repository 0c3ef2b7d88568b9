import { isObject } from './is-object.js'
import { attempt, report } from './report.js'

/** What is kept of a call over a reload: never arguments, never results. */
export interface RememberedCall {
  readonly id: string
  /** The secrets by which the server knows its tries. */
  readonly tries: readonly string[]
  /** The name of the action. */
  readonly action: string
  /** Who made it: `null` is nobody. */
  readonly user: string | number | null
  /** When the oldest try was handed over, in ms since 1970. */
  readonly at: number
}

/** Entries of another version are left alone. */
const version = 1
const notKept = 'A call is not remembered over a reload: sessionStorage is full or forbidden.'
let isReported = false

/** Remembers calls under a name, each action's and each user's apart, in the tab's `sessionStorage`. Where there is none, nothing is remembered. */
export class CallMemory {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  /** The call that `user` made in a former page. */
  read(action: string, user: RememberedCall['user']): RememberedCall | undefined {
    return entryAt(this.#keyOf(action, user))
  }

  /** The newest call that anybody made in a former page. */
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

  /** Forgets this call, and no other that took its place. */
  remove({ action, id, user }: Pick<RememberedCall, 'action' | 'id' | 'user'>): void {
    if (this.read(action, user)?.id === id)
      attempt(() => sessionStorage.removeItem(this.#keyOf(action, user)), report)
  }

  #keyOf(action: string, user: RememberedCall['user']): string {
    return this.#prefixOf(action) + JSON.stringify(user)
  }

  /** As JSON, no name is the beginning of another one. */
  #prefixOf(action: string): string {
    return `convex-action:${JSON.stringify([this.#name, action])}:`
  }
}

/** The call under a key; `undefined` where there is none that can be read. */
function entryAt(key: string): RememberedCall | undefined {
  return attempt(
    () => {
      const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
      return isRemembered(value) ? value : undefined
    },
    () => undefined,
  )
}

/** The call itself goes on. */
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
