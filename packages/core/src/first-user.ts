interface Session {
  readonly identity?: (() => unknown) | undefined
  readonly ready?: (() => boolean) | undefined
}

/**
 * The user as `identity` reports it, with one exception. While calls wait for a user to sign in, the first user
 * counts as the same user as nobody before, so those calls belong to the first user. A user who comes after the first
 * user is a different user.
 */
export class FirstUser {
  readonly #session: Session
  /** Stands for the first user, and for the time before the first user was known. */
  readonly #first = Symbol('first user')
  #known: unknown
  #isAwaited = false
  #isGone = false

  constructor(session: Session) {
    this.#session = session
  }

  /** The current user. */
  identity(): unknown {
    const answer = this.#session.identity?.()
    const user = this.whoIs(answer)
    this.#isAwaited ||= !!this.#session.ready
    this.#known ??= answer
    this.#isGone = user !== this.#first
    return user
  }

  /** The user if `identity` returned this answer. */
  whoIs(answer: unknown): unknown {
    const id = answer ?? undefined
    const known = this.#known ?? id
    const isFirst = known === undefined || (Object.is(known, id) && (this.#isAwaited || this.#session.ready))
    return isFirst && !this.#isGone ? this.#first : id
  }
}
