import { charge, contender } from '../contender.js'

export default contender<undefined>({
  name: 'bare await',
  make: () => undefined,
  execute: async (_store, args, client) => await client.action(charge, args),
  runsMany: true,
})
