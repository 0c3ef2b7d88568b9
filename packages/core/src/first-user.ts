interface Session {
  readonly identity?: (() => unknown) | undefined
  readonly ready?: (() => boolean) | undefined
}

/**
 * Who the user is, as `identity` says; but where calls wait for a user, the first user is the same as nobody before: what was called
 * then is theirs. Whoever comes after the first user is somebody else.
 */
export class FirstUser {
  readonly #session: Session
  /** Stands for the first user, and for those before whom nobody was known. */
  readonly #first = Symbol('first user')
  #known: unknown
  #isAwaited = false
  #isGone = false

  constructor(session: Session) {
    this.#session = session
  }

  /** Who the user is now. */
  identity(): unknown {
    const answer = this.#session.identity?.()
    const user = this.whoIs(answer)
    this.#isAwaited ||= !!this.#session.ready
    this.#known ??= answer
    this.#isGone = user !== this.#first
    return user
  }

  /** Who the user would be, if `identity` gave this answer. */
  whoIs(answer: unknown): unknown {
    const id = answer ?? undefined
    const known = this.#known ?? id
    const isFirst = known === undefined || (Object.is(known, id) && (this.#isAwaited || this.#session.ready))
    return isFirst && !this.#isGone ? this.#first : id
  }
}
