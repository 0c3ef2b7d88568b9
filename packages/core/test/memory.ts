import { type ActionClient, type ActionError, createActionStore } from '../src/index.js'
import { charge } from './actions.js'

const half = 50_000
const allowed = 2_000_000

const listeners = new Set<unknown>()
const client: ActionClient = {
  // Every third call fails and is tried again.
  action: async (_reference: unknown, { amount }: { amount: number }) => {
    if (amount % 3 === 0) throw new TypeError('?')
    return { amount }
  },
  connectionState: () => ({ isWebSocketConnected: true, connectionCount: 1, connectionRetries: 0 }),
  subscribeToConnectionState(listener) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
const store = createActionStore(charge, {
  client,
  callId: 'callId',
  retries: { limit: 1, delay: 0, when: ({ kind }: ActionError) => kind === 'unexpected' },
  timeout: 1000,
  identity: () => 'ada',
  onSettled() {},
})
store.subscribe(() => {})

let amount = 0

/** Executes half of all calls, some at a time, and returns the memory in use afterwards. */
async function executeHalf(): Promise<number> {
  for (let done = 0; done < half; done += 100) {
    const batch = Array.from({ length: 100 }, () => store.execute({ amount: ++amount }))
    await Promise.allSettled(batch)
  }
  if (!globalThis.gc) throw new Error('Run it with --expose-gc.')
  for (let times = 0; times < 3; times++) {
    // Objects that cannot be collected in this turn may be collectable in the next.
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc()
  }
  return process.memoryUsage().heapUsed
}

const first = await executeHalf()
const growth = (await executeHalf()) - first
console.log(`${amount} executions; the second half left ${growth} bytes, ${listeners.size} listeners`)
process.exitCode = growth > allowed || listeners.size ? 1 : 0
