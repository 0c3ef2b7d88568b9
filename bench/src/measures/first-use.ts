import { InstantClient } from '../clients.js'
import { cpuTime } from './cost.js'
import { isPlain, type Measure } from './measure.js'

export const firstUse: Measure = {
  name: 'first use in a process: import, make, execute',
  unit: 'ms',
  suits: isPlain,
  async run(load) {
    // An app with a Convex client has already loaded these.
    await Promise.all([import('convex/server'), import('convex/values')])
    const client = new InstantClient()
    const start = cpuTime()
    const { make, execute, subscribe } = await load()
    const store = make(client)
    subscribe?.(store, () => {})
    await execute(store, { amount: 1 }, client)
    return cpuTime() - start
  },
}
