import { checkSizes } from '../../scripts/size-limit.mjs'

export default checkSizes(
  ['xstate'],
  [
    {
      name: '@convex-action/core',
      import: '*',
      limit: '8.8 kB',
    },
    {
      name: '@convex-action/core, actions only',
      import: '{ createActionStore, isActionError }',
      limit: '8.5 kB',
    },
    {
      name: '@convex-action/core, actions only, with /recovery',
      path: ['dist/index.js', 'dist/recovery.js'],
      import: {
        'dist/index.js': '{ createActionStore, isActionError }',
        'dist/recovery.js': '{ recover }',
      },
      limit: '10.5 kB',
    },
    {
      name: '@convex-action/core/machine, fromConvexAction without XState',
      path: 'dist/machine.js',
      import: '{ fromConvexAction }',
      limit: '9.7 kB',
    },
    {
      name: '@convex-action/core/observer',
      path: 'dist/observer.js',
      import: '{ createActionObserver }',
      limit: '0.6 kB',
    },
    {
      name: '@convex-action/core/provider',
      path: 'dist/provider.js',
      import: '{ createProvider }',
      limit: '1.8 kB',
    },
    {
      name: '@convex-action/core/keyed',
      path: 'dist/keyed.js',
      import: '{ createKeyedActionStore }',
      limit: '9.6 kB',
    },
    {
      name: '@convex-action/core/refusal',
      path: 'dist/refusal.js',
      import: '{ isRefusal }',
      limit: '1.2 kB',
    },
  ],
)
