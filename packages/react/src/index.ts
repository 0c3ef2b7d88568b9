'use client'

export type * from '@convex-action/core'
// By name: what is for clients only cannot be exported by a star.
export { ActionError, createActionStore, createMutationStore, isActionError } from '@convex-action/core'
export {
  ConvexActionProvider,
  type ConvexActionProviderProps,
  ConvexIdentityProvider,
} from './provider.js'
export { type ActionValues, useActionStore } from './use-action-store.js'
export { useConvexAction } from './use-convex-action.js'
export { useConvexMutation } from './use-convex-mutation.js'
