import type { ActionClient } from '@convex-action/core'
import { type Args, charge, contender, type Receipt, type Shown } from '../contender.js'

const idle: Shown = { status: 'idle', data: undefined, error: undefined }

/** The minimum that shows an action: its newest execution, and subscribers. */
export class HandWritten {
  shown = idle
  #run = 0
  #listeners: Set<() => void> | undefined
  readonly #client: ActionClient

  constructor(client: ActionClient) {
    this.#client = client
  }

  async execute(args: Args): Promise<Receipt> {
    const run = ++this.#run
    this.#show({ status: 'pending', data: this.shown.data, error: undefined })
    try {
      const data = await this.call(this.#client, args)
      if (run === this.#run) this.#show({ status: 'success', data, error: undefined })
      return data
    } catch (error) {
      if (run === this.#run) this.#show({ status: 'error', data: this.shown.data, error })
      throw error
    }
  }

  subscribe(listener: () => void): () => void {
    this.#listeners ??= new Set()
    this.#listeners.add(listener)
    return () => this.#listeners?.delete(listener)
  }

  protected call(client: ActionClient, args: Args): Promise<Receipt> {
    return client.action(charge, args)
  }

  #show(shown: Shown): void {
    this.shown = shown
    if (this.#listeners) for (const listener of this.#listeners) listener()
  }
}

export default contender<HandWritten>({
  name: 'hand-written',
  make: (client) => new HandWritten(client),
  execute: (store, args) => store.execute(args),
  subscribe: (store, listener) => store.subscribe(listener),
  read: (store) => store.shown,
  runsMany: true,
})
