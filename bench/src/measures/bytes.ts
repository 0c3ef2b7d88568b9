import { HeldClient, InstantClient } from '../clients.js'
import type { Contender } from '../contender.js'
import { isPlain, isStore, type Measure } from './measure.js'

/** The memory in use, in bytes. */
export async function heap(): Promise<number> {
  if (!globalThis.gc) throw new Error('Run it with --expose-gc.')
  for (let times = 0; times < 3; times++) {
    // Objects that cannot be collected in this turn may be collectable in the next.
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc()
  }
  return process.memoryUsage().heapUsed
}

/** Brings stores into a state. `kept` holds what keeps them there. */
type Fill = (contender: Contender, kept: unknown[]) => Promise<void>

const idle: Fill = async ({ make }, kept) => {
  const client = new InstantClient()
  for (let i = 0; i < kept.length; i++) kept[i] = make(client)
}

const listener = () => {}

/** In pairs: the store and its unsubscribe function. */
const subscribed: Fill = async ({ make, subscribe }, kept) => {
  const client = new InstantClient()
  for (let i = 0; i < kept.length; i += 2) {
    kept[i] = make(client)
    kept[i + 1] = subscribe?.(kept[i], listener)
  }
}

const settled: Fill = async ({ make, execute }, kept) => {
  const client = new InstantClient()
  for (let i = 0; i < kept.length; i++) {
    kept[i] = make(client)
    await execute(kept[i], { amount: i }, client)
  }
}

/** In pairs: the store and the promise of its execution. The client keeps what it needs to answer. */
const inFlight: Fill = async ({ make, execute }, kept) => {
  const client = new HeldClient()
  for (let i = 0; i < kept.length; i += 2) {
    kept[i] = make(client)
    kept[i + 1] = execute(kept[i], { amount: i }, client)
  }
}

const perStore = (state: string, fill: Fill, places: number, suits: Measure['suits']): Measure => ({
  name: `${state} store`,
  unit: 'bytes',
  suits,
  async run(load, { isQuick }) {
    const contender = await load()
    const stores = isQuick ? 1000 : 10_000
    const kept = new Array<unknown>(stores * places)
    // Things that are created only once, such as compiled code, must exist before.
    const first = new Array<unknown>(100 * places)
    await fill(contender, first)
    const before = await heap()
    await fill(contender, kept)
    const after = await heap()
    if (kept.length + first.length === 0) throw new Error('Nothing was kept.')
    return (after - before) / stores
  },
})

const growth: Measure = {
  name: 'growth per execution, over 100,000',
  unit: 'bytes',
  suits: isPlain,
  async run(load, { isQuick }) {
    const { make, execute, subscribe } = await load()
    const client = new InstantClient()
    const store = make(client)
    subscribe?.(store, listener)
    const half = isQuick ? 5000 : 50_000
    const executeHalf = async () => {
      for (let i = 0; i < half; i++) await execute(store, { amount: i }, client)
      return heap()
    }
    const first = await executeHalf()
    return ((await executeHalf()) - first) / half
  },
}

export const bytes: Measure[] = [
  perStore('idle', idle, 1, isStore),
  perStore('subscribed', subscribed, 2, isStore),
  perStore('settled', settled, 1, isStore),
  perStore('in flight, per', inFlight, 2, isPlain),
  growth,
]
