import { isObject } from './is-object.js'
import { guard } from './report.js'

const unstable =
  'Option "identity" gave a promise or a new object. It has to give the same for the same user.'

/** Who the user is, and since when. */
export class User {
  /** Counts the changes of user. */
  session = 0
  #id: unknown

  /** Asks `identity`, and says whether its answer is another than before. */
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
