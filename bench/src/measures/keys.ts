import { createKeyedActionStore, type KeyedActionStore } from '@convex-action/core/keyed'
import { InstantClient } from '../clients.js'
import { charge } from '../contender.js'
import { heap } from './bytes.js'
import { costOf } from './cost.js'
import type { Measure } from './measure.js'

type Keyed = KeyedActionStore<typeof charge>

/** No other contender has a state per key and a summary of all keys. */
const suits: Measure['suits'] = ({ name }) => name === 'convex-action'

const makeKeyed = () => createKeyedActionStore(charge, { client: new InstantClient() })

/** Subscribes to each key, as a list on a page does, and returns a function that unsubscribes. */
const watch = (keyed: Keyed, keys: number) =>
  Array.from({ length: keys }, (_, key) => keyed.for(key).subscribe(() => {}))

const executeAll = (keyed: Keyed, keys: number) =>
  Promise.all(Array.from({ length: keys }, (_, amount) => keyed.for(amount).execute({ amount })))

/** Checks that the summary knows how many have succeeded. */
function checkCount(keyed: Keyed, keys: number): void {
  const { counts, inFlight } = keyed.getState()
  if (counts.success !== keys || inFlight)
    throw new Error(`Of ${keys} keys ${counts.success} have succeeded.`)
}

const time: Measure = {
  name: 'execute, 10,000 keys of a list at once',
  unit: 'ns',
  suits,
  run(_load, settings) {
    const items = settings.isQuick ? 1000 : 10_000
    return costOf(
      {
        items,
        prepare() {
          const keyed = makeKeyed()
          let told = 0
          keyed.subscribe(() => told++)
          return { keyed, ends: watch(keyed, items), told: () => told }
        },
        run: ({ keyed }) => executeAll(keyed, items),
        check({ keyed, told }) {
          checkCount(keyed, items)
          if (told() > 100) throw new Error(`The summary was published ${told()} times.`)
        },
      },
      settings,
    )
  },
}

const bytes: Measure = {
  name: 'settled key of a list',
  unit: 'bytes',
  suits,
  async run(_load, { isQuick }) {
    const keys = isQuick ? 1000 : 10_000
    const keyed = makeKeyed()
    const fill = async (many: number) => {
      const ends = watch(keyed, many)
      await executeAll(keyed, many)
      return ends
    }
    const letGo = async (ends: (() => void)[]) => {
      for (const end of ends) end()
      await Promise.resolve()
      if (keyed.keys().length) throw new Error(`${keyed.keys().length} keys were not released.`)
    }
    // Things that are created only once, such as compiled code, must exist before.
    await letGo(await fill(100))
    const before = await heap()
    const ends = await fill(keys)
    const after = await heap()
    checkCount(keyed, keys)
    await letGo(ends)
    return (after - before) / keys
  },
}

export const keys: Measure[] = [time, bytes]
