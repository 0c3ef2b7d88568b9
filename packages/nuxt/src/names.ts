/** Everything that a component, or a plugin, can use without an import. */
export const names = [
  'ActionError',
  'convexPlugin',
  'createActionObserver',
  'createActionStore',
  'createMutationStore',
  'isActionError',
  'isRefusal',
  'provideConvexAction',
  'recover',
  'useActionStore',
  'useConvexAction',
  'useConvexClient',
  'useConvexMutation',
  'useInFlight',
  'useKeyedAction',
  'useKeyedMutation',
]
