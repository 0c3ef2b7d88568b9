import { checkSizes } from '../../scripts/size-limit.mjs'

export default checkSizes(
  ['vue'],
  [
    {
      name: '@convex-action/vue, actions with the plugin, which carries the provider',
      import: '{ useConvexAction, convexPlugin }',
      limit: '10 kB',
    },
    {
      name: '@convex-action/vue, actions, with a provider, an observer and useInFlight',
      import: '{ useConvexAction, convexPlugin, createActionObserver, useInFlight }',
      limit: '10.4 kB',
    },
    {
      name: '@convex-action/vue, keyed actions',
      import: '{ useKeyedAction, convexPlugin }',
      limit: '11 kB',
    },
  ],
)
