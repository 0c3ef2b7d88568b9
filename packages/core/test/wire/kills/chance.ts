/** Random decisions that depend on the seed only. */
export class Chance {
  #at: number

  constructor(seed: number) {
    this.#at = seed
  }

  /** A number from 0 up to 1 (mulberry32). */
  next(): number {
    this.#at = (this.#at + 0x6d2b79f5) | 0
    const at = this.#at
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** Whether something with this probability, from 0 to 1, happens now. */
  is(often: number): boolean {
    return this.next() < often
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
