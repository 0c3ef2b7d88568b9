import { isObject } from './is-object.js'
import { guard } from './report.js'

const unstable =
  'Option "identity" must return the same value for the same user, not a promise or a new object.'

/** The current user. */
export class User {
  /** The number of changes of user so far. */
  session = 0
  #id: unknown

  /** Calls `identity` and returns whether the user has changed. */
  hasChanged(identity: (() => unknown) | undefined): boolean {
    const id = identity && guard(identity, (answer) => isStable(answer, identity), unstable)
    if (Object.is(id, this.#id)) return false
    this.#id = id
    this.session++
    return true
  }
}

const isStable = (answer: unknown, identity: () => unknown) =>
  !isObject(answer) || Object.is(answer, guard(identity))
