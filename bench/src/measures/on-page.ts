import { setImmediate } from 'node:timers/promises'
import { NextTaskClient } from '../clients.js'
import { costOf } from './cost.js'
import type { Measure } from './measure.js'

export const onPage: Measure = {
  name: 'on a page, execute until the result is shown',
  unit: 'ns',
  suits: ({ isComponent }) => !!isComponent,
  async run(load, settings) {
    const { make, execute, subscribe, read } = await load()
    const client = new NextTaskClient()
    const store = make(client)
    const shows = (amount: number) =>
      read?.(store).status === 'success' && read(store).data?.amount === amount
    let waits = 0
    subscribe?.(store, () => {
      if (read?.(store).status === 'pending') waits++
    })
    const items = 500
    return costOf(
      {
        items,
        prepare() {},
        async run() {
          for (let amount = 0; amount < items; amount++) {
            await execute(store, { amount }, client)
            for (let tries = 0; !shows(amount); tries++) {
              if (tries === 10_000) throw new Error('The page does not show the result.')
              await setImmediate()
            }
          }
        },
        check() {
          if (waits < items) throw new Error(`Of ${items} executions the page showed ${waits} as pending.`)
          waits = 0
        },
      },
      settings,
    )
  },
}
