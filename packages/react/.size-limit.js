import { checkSizes } from '../../scripts/size-limit.mjs'

export default checkSizes(
  ['react', 'react/jsx-runtime'],
  [
    {
      name: '@convex-action/react, actions only',
      import: '{ useConvexAction }',
      limit: '9.2 kB',
    },
    {
      name: '@convex-action/react, actions, with a provider',
      import: '{ useConvexAction, ConvexActionProvider }',
      limit: '10.2 kB',
    },
    {
      name: '@convex-action/react, actions, with a provider, an observer and useInFlight',
      import: '{ useConvexAction, ConvexActionProvider, createActionObserver, useInFlight }',
      limit: '10.5 kB',
    },
    {
      name: '@convex-action/react, keyed actions',
      import: '{ useKeyedAction }',
      limit: '10.3 kB',
    },
  ],
)
