import { InstantClient } from '../clients.js'
import type { Contender } from '../contender.js'
import { costOf } from './cost.js'
import { isPlain, isStore, type Measure, type Settings } from './measure.js'

const count = (items: number) => items.toLocaleString('en')

const makeOne: Measure = {
  name: 'make a store',
  unit: 'ns',
  suits: isStore,
  async run(load, settings) {
    const { make } = await load()
    const client = new InstantClient()
    const items = 1000
    // The newest hundred are kept. Unused objects cost nothing to create, and collecting many at once costs time.
    const prepare = () => new Array<unknown>(100)
    const run = (kept: unknown[]) => {
      for (let i = 0; i < items; i++) kept[i % kept.length] = make(client)
    }
    return costOf({ items, prepare, run }, settings)
  },
}

/** Stores of a contender with one subscriber each, and a check that the subscribers were called for all executions. */
function subscribed({ make, subscribe }: Contender, client: InstantClient, howMany: number) {
  let told = 0
  const listener = () => {
    told++
  }
  const stores = Array.from({ length: howMany }, () => {
    const store = make(client)
    subscribe?.(store, listener)
    return store
  })
  /** Each execution is first pending and then has its result, unless one publication covers several executions. */
  const check = (publications: number) => {
    if (subscribe && told < publications)
      throw new Error(`Of ${publications} changes ${told} were published.`)
    told = 0
  }
  return { stores, check }
}

async function executeEach(load: () => Promise<Contender>, stores: number, settings: Settings) {
  const contender = await load()
  const client = new InstantClient()
  const { execute } = contender
  const all = subscribed(contender, client, stores)
  // Several at once are many already. A single one runs often enough for the clock.
  const times = stores === 1 ? 1000 : Math.ceil(1000 / stores)
  const items = stores * times
  return costOf(
    {
      items,
      prepare: () => new Array<Promise<unknown>>(stores),
      async run(promises) {
        for (let time = 0; time < times; time++) {
          for (let i = 0; i < stores; i++) promises[i] = execute(all.stores[i], { amount: i }, client)
          await (stores === 1 ? promises[0] : Promise.all(promises))
        }
      },
      check: () => all.check(2 * items),
    },
    settings,
  )
}

const execute: Measure[] = [1, 100, 10_000].map((stores) => ({
  name: stores === 1 ? 'execute, one subscriber' : `execute, ${count(stores)} stores at once`,
  unit: 'ns',
  suits: isPlain,
  run: (load, settings) => executeEach(load, stores, settings),
}))

async function executeMany(load: () => Promise<Contender>, inFlight: number, settings: Settings) {
  const contender = await load()
  const client = new InstantClient()
  const { execute } = contender
  const { stores, check } = subscribed(contender, client, 1)
  const times = Math.ceil(1000 / inFlight)
  return costOf(
    {
      items: inFlight * times,
      prepare: () => new Array<Promise<unknown>>(inFlight),
      async run(promises) {
        for (let time = 0; time < times; time++) {
          for (let i = 0; i < inFlight; i++) promises[i] = execute(stores[0], { amount: i }, client)
          await Promise.all(promises)
        }
      },
      check: () => check(2 * times),
    },
    settings,
  )
}

const inFlight: Measure[] = [10, 100, 1000, 10_000].map((many) => ({
  name: `execute, ${count(many)} in flight on one store`,
  unit: 'ns',
  suits: (contender) => isPlain(contender) && contender.runsMany,
  run: (load, settings) => executeMany(load, many, settings),
}))

export const time: Measure[] = [makeOne, ...execute, ...inFlight]
