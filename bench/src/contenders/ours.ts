import { type ActionStore, createActionStore } from '@convex-action/core'
import { charge, contender } from '../contender.js'

export default contender<ActionStore<typeof charge>>({
  name: 'convex-action',
  make: (client) => createActionStore(charge, { client }),
  execute: (store, args) => store.execute(args),
  subscribe: (store, listener) => store.subscribe(listener),
  read: (store) => store.getState(),
  runsMany: true,
})
