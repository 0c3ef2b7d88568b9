/** What stands in a line. */
export interface Member {
  /** Whether it waits until those before it are done, as with `concurrency: 'queue'`. */
  readonly isQueued: boolean
}

/** What has not settled, in the order of its start: whose turn it is, and who took whose place. */
export class Line<One extends Member> {
  /** Made for the second of them: most lines are of one. */
  #members: Set<One> | undefined
  #head: One | undefined
  /** The one that was last told its turn. */
  #called: One | undefined
  #newest: One | undefined
  /** Goes on where it was: a new iterator would pass by all that were deleted, each time. */
  #turns: Iterator<One> | undefined

  get size(): number {
    return this.#members?.size ?? (this.#head ? 1 : 0)
  }

  /** All of them. They may be deleted meanwhile. */
  get members(): Iterable<One> {
    return this.#members ?? (this.#head ? [this.#head] : [])
  }

  has(member: One): boolean {
    return this.#members ? this.#members.has(member) : this.#head === member
  }

  /** Adds `member` at the end. Gives the one whose place it takes: the newest of those that are not queued. */
  add(member: One): One | undefined {
    if (!this.#head) this.#head = this.#called = member
    else {
      this.#members ??= new Set([this.#head])
      this.#members.add(member)
    }
    if (member.isQueued) return undefined
    const former = this.#newest
    this.#newest = member
    return former
  }

  /** Takes `member` out. Gives whether it was in it. */
  delete(member: One): boolean {
    if (this.#newest === member) this.#newest = undefined
    const wasIn = this.#members ? this.#members.delete(member) : this.#head === member
    if (wasIn && !this.#members?.size) this.#members = this.#turns = this.#head = this.#called = undefined
    return wasIn
  }

  /** Whether nobody before `member` keeps it from being sent. */
  isTurnOf(member: One): boolean {
    return !member.isQueued || this.#first() === member
  }

  /** Whether a newer one took the place of `member`. */
  isSuperseded(member: One): boolean {
    return !member.isQueued && this.#newest !== member
  }

  /** The queued one whose turn has come since this was asked last. */
  next(): One | undefined {
    const first = this.#first()
    if (first === this.#called) return undefined
    this.#called = first
    return first?.isQueued ? first : undefined
  }

  #first(): One | undefined {
    if (this.#members && this.#head && !this.#members.has(this.#head)) {
      this.#turns ??= this.#members.values()
      this.#head = this.#turns.next().value
    }
    return this.#head
  }
}
