import { Few } from './few.js'

/** What stands in a line. */
export interface Member {
  /** Whether it waits until those before it are done, as with `concurrency: 'queue'`. */
  readonly isQueued: boolean
}

/** What has not settled, in the order of its start: whose turn it is, and who took whose place. */
export class Line<One extends Member> extends Few<One> {
  #head: One | undefined
  /** The one that was last told its turn. */
  #called: One | undefined
  #newest: One | undefined
  /** Goes on where it was: a new iterator would pass by all that were deleted, each time. */
  #turns: Iterator<One> | undefined

  /** Adds `member` at the end. Gives the one whose place it takes: the newest of those that are not queued. */
  override add(member: One): One | undefined {
    super.add(member)
    if (this.size === 1) this.#head = this.#called = member
    if (member.isQueued) return undefined
    const former = this.#newest
    this.#newest = member
    return former
  }

  /** Takes `member` out. Gives whether it was in it. */
  override delete(member: One): boolean {
    const wasIn = super.delete(member)
    if (this.#newest === member) this.#newest = undefined
    if (!this.size) this.#turns = this.#head = this.#called = undefined
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
    if (this.#head && !this.has(this.#head)) {
      this.#turns ??= this.members[Symbol.iterator]()
      this.#head = this.#turns.next().value
    }
    return this.#head
  }
}
