import { checkSizes } from '../../scripts/size-limit.mjs'

export default checkSizes(
  ['svelte', 'svelte/reactivity', 'svelte/store', 'convex-svelte'],
  [
    {
      name: '@convex-action/svelte, actions only',
      import: '{ useConvexAction }',
      limit: '9 kB',
    },
    {
      name: '@convex-action/svelte, actions, with a provider',
      import: '{ useConvexAction, setupConvexAction }',
      limit: '9.8 kB',
    },
    {
      name: '@convex-action/svelte, actions, with a provider, an observer and useInFlight',
      import: '{ useConvexAction, setupConvexAction, createActionObserver, useInFlight }',
      limit: '10.2 kB',
    },
    {
      name: '@convex-action/svelte, keyed actions',
      import: '{ useKeyedAction }',
      limit: '10 kB',
    },
  ],
)
