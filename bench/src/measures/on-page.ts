import { setImmediate } from 'node:timers/promises'
import { HeldClient } from '../clients.js'
import type { Shown } from '../contender.js'
import { costOf } from './cost.js'
import type { Measure } from './measure.js'

export const onPage: Measure = {
  name: 'on a page, execute until the result is shown',
  unit: 'ns',
  suits: ({ isComponent }) => !!isComponent,
  async run(load, settings) {
    const { make, execute, read } = await load()
    const client = new HeldClient()
    const store = make(client)
    const shows = async (status: Shown['status'], amount?: number) => {
      for (let tries = 0; tries < 10_000; tries++) {
        const shown = read?.(store)
        if (shown?.status === status && (amount === undefined || shown.data?.amount === amount)) return
        await setImmediate()
      }
      throw new Error(`The page does not show "${status}".`)
    }
    const executeMany = async (many: number) => {
      for (let amount = 0; amount < many; amount++) {
        execute(store, { amount }, client)
        // As with a real server, the page shows the pending state before the answer arrives.
        await shows('pending')
        client.release()
        await shows('success', amount)
      }
    }
    // So much code must be compiled that the usual warm-up is too short.
    await executeMany(settings.isQuick ? 500 : 5000)
    const items = 100
    return costOf({ items, prepare() {}, run: () => executeMany(items) }, settings)
  },
}
