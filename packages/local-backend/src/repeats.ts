import type { Outcome } from './outcome.js'

/** Runs each mutation once, although a client sends a mutation again until it is answered. */
export class Repeats {
  readonly #mutations = new Map<string, Promise<Outcome>>()

  /** Runs a request, or returns the outcome of its first run. A failed mutation wrote nothing, so it may run again. */
  async once(sessionId: string, requestId: number, run: () => Promise<Outcome>): Promise<Outcome> {
    const key = `${sessionId} ${requestId}`
    const running = this.#mutations.get(key) ?? run()
    this.#mutations.set(key, running)
    const outcome = await running
    if (!outcome.success) this.#mutations.delete(key)
    return outcome
  }
}
