import { Few } from './few.js'

/** A member of a line. */
export interface Member {
  /** Whether it waits for earlier members to end, as with `concurrency: 'queue'`. */
  readonly isQueued: boolean
}

/**
 * The unsettled executions in order of their start. It knows whose turn it is, and which execution superseded which.
 */
export class Line<One extends Member> extends Few<One> {
  #head: One | undefined
  /** The member that `next` returned last. */
  #called: One | undefined
  #newest: One | undefined
  /** Kept between calls: a new iterator would skip all deleted members again each time. */
  #turns: Iterator<One> | undefined

  /** Adds `member` at the end. Returns the member that it supersedes: the newest member that is not queued. */
  override add(member: One): One | undefined {
    super.add(member)
    if (this.size === 1) this.#head = this.#called = member
    if (member.isQueued) return undefined
    const former = this.#newest
    this.#newest = member
    return former
  }

  /** Removes `member`. Returns whether it was in the line. */
  override delete(member: One): boolean {
    const wasIn = super.delete(member)
    if (this.#newest === member) this.#newest = undefined
    if (!this.size) this.#turns = this.#head = this.#called = undefined
    return wasIn
  }

  /** Whether no earlier member keeps `member` from being sent. */
  isTurnOf(member: One): boolean {
    return !member.isQueued || this.#first() === member
  }

  /** Whether a newer member superseded `member`. */
  isSuperseded(member: One): boolean {
    return !member.isQueued && this.#newest !== member
  }

  /** Returns the queued member whose turn has come since the last call. */
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
