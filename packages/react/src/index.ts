'use client'

export type * from '@convex-action/core'
// By name: a module for clients only cannot use `export *`.
export { ActionError, createActionStore, createMutationStore, isActionError } from '@convex-action/core'
export type { Key, KeyedActionStore, KeyedMutationStore, KeyedState } from '@convex-action/core/keyed'
export { type ActionObserver, createActionObserver, type ExecutionEnd } from '@convex-action/core/observer'
export type { ActionDefaults, Bindable } from '@convex-action/core/provider'
export { recover } from '@convex-action/core/recovery'
export { isRefusal } from '@convex-action/core/refusal'
export {
  ConvexActionProvider,
  type ConvexActionProviderProps,
  ConvexIdentityProvider,
} from './provider.js'
export { type ActionValues, useActionStore } from './use-action-store.js'
export { useConvexAction } from './use-convex-action.js'
export { useConvexMutation } from './use-convex-mutation.js'
export { useInFlight } from './use-in-flight.js'
export { useKeyedAction } from './use-keyed-action.js'
export { useKeyedMutation } from './use-keyed-mutation.js'
