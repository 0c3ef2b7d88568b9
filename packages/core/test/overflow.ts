import { createActionStore } from '../src/index.js'
import { charge } from './actions.js'

const reported: unknown[] = []
Object.assign(globalThis, { reportError: (error: unknown) => reported.push(error) })

let isWild = true
const store = createActionStore(charge, {
  client: { action: async () => 'charged' },
  callId: {
    name: 'callId',
    create() {
      if (isWild) store.execute({ amount: 1 })
      return 'id'
    },
  },
})
store.execute({ amount: 1 })
isWild = false
const data = await store.execute({ amount: 2 })
const { status, args } = store.getState()
console.log(JSON.stringify({ reported: String(reported[0]), data, status, args }))
