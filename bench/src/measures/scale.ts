import { type ActionStore, createActionStore } from '@convex-action/core'
import { HeldClient, InstantClient } from '../clients.js'
import { charge } from '../contender.js'
import { costOf } from './cost.js'
import type { Measure, Settings } from './measure.js'

type Store = ActionStore<typeof charge>

/** A way to end many executions of one store. */
interface Ending {
  name: string
  /** Creates a store. Returns it with a function that ends all its executions. */
  make(): { store: Store; end(): void }
  /** How each execution ends: a kind of error, or success. */
  ends: string
  /** Whether the measured time includes the calls of `execute`. */
  fromExecute?: boolean
}

const endings: Ending[] = [
  {
    name: 'a queue that settles',
    make: () => ({
      store: createActionStore(charge, { client: new InstantClient(), concurrency: 'queue' }),
      end() {},
    }),
    ends: 'success',
    fromExecute: true,
  },
  {
    name: 'cancel',
    make() {
      const store = createActionStore(charge, { client: new HeldClient() })
      return { store, end: store.cancel }
    },
    ends: 'canceled',
  },
  {
    name: 'change of user, queued',
    make: () => changeOfUser('queue'),
    ends: 'identity-changed',
  },
  {
    name: 'change of user, running',
    make: () => changeOfUser('parallel'),
    ends: 'identity-changed',
  },
  {
    name: 'closed client',
    make() {
      const client = new HeldClient()
      return { store: createActionStore(charge, { client }), end: () => void client.close() }
    },
    ends: 'closed',
  },
]

function changeOfUser(concurrency: 'queue' | 'parallel') {
  const client = new HeldClient()
  let user = 'ada'
  const store = createActionStore(charge, { client, concurrency, identity: () => user })
  const end = () => {
    user = 'bob'
    store.identify()
    // Running executions are answered, and then notice that their user has changed.
    client.release()
  }
  return { store, end }
}

const sizes = [10_000, 100_000]

export const scale: Measure[] = endings.flatMap((ending) =>
  sizes.map((size) => ({
    name: `${ending.name}, ${size.toLocaleString('en')}`,
    unit: 'ns',
    scale: { of: ending.name, items: size },
    suits: ({ name }) => name === 'convex-action',
    async run(_load, settings) {
      await costOfEnding(ending, 1000, settings)
      return costOfEnding(ending, settings.isQuick ? size / 10 : size, settings)
    },
  })),
)

async function costOfEnding({ make, ends, fromExecute }: Ending, items: number, settings: Settings) {
  return costOf(
    {
      items,
      isLong: true,
      prepare() {
        const { store, end } = make()
        store.subscribe(() => {})
        const executeAll = () =>
          Array.from({ length: items }, (_, amount) =>
            store.execute({ amount }).then(
              () => 'success',
              ({ kind }) => kind as string,
            ),
          )
        const prepared = { end, executeAll, outcomes: [] as string[], promises: [] as Promise<string>[] }
        if (!fromExecute) prepared.promises = executeAll()
        return prepared
      },
      async run(prepared) {
        if (fromExecute) prepared.promises = prepared.executeAll()
        prepared.end()
        prepared.outcomes = await Promise.all(prepared.promises)
      },
      check({ outcomes }) {
        const wrong = outcomes.find((outcome) => outcome !== ends)
        if (wrong || outcomes.length !== items) throw new Error(`One ended with "${wrong}", not "${ends}".`)
      },
    },
    settings,
  )
}
