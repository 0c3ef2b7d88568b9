/** A set that usually has one member or none. It creates a `Set` only for a second member. */
export class Few<One extends object> {
  #only: One | undefined
  #all: Set<One> | undefined

  get size(): number {
    return this.#all?.size ?? (this.#only ? 1 : 0)
  }

  has(member: One): boolean {
    return this.#all ? this.#all.has(member) : this.#only === member
  }

  add(member: One): void {
    if (this.#all) this.#all.add(member)
    else if (this.#only) this.#all = new Set([this.#only, member])
    else this.#only = member
  }

  /** Returns whether `member` was in it. */
  delete(member: One): boolean {
    const was = this.#all ? this.#all.delete(member) : this.#only === member
    if (was && !this.#all?.size) this.#all = this.#only = undefined
    return was
  }

  /** The members in insertion order. Members may be deleted during iteration. */
  get members(): Iterable<One> {
    return this.#all ?? (this.#only ? [this.#only] : [])
  }
}
