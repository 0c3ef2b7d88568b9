/** A set that most often has one member, or none: a `Set` is made for the second of them. */
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

  /** Whether `member` was one of them. */
  delete(member: One): boolean {
    const was = this.#all ? this.#all.delete(member) : this.#only === member
    if (was && !this.#all?.size) this.#all = this.#only = undefined
    return was
  }

  /** In the order in which they were added. They may be deleted meanwhile. */
  get members(): Iterable<One> {
    return this.#all ?? (this.#only ? [this.#only] : [])
  }
}
