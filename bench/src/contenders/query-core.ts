import { MutationObserver, QueryClient } from '@tanstack/query-core'
import { type Args, charge, contender, type Receipt } from '../contender.js'

const queries = new QueryClient()
// The default in a browser. In Node it would be forever.
const gcTime = 5 * 60_000

export default contender<MutationObserver<Receipt, Error, Args>>({
  name: 'query-core',
  make: (client) =>
    new MutationObserver(queries, { mutationFn: (args: Args) => client.action(charge, args), gcTime }),
  execute: (observer, args) => observer.mutate(args),
  subscribe: (observer, listener) => observer.subscribe(listener),
  read: (observer) => observer.getCurrentResult(),
  runsMany: true,
})
