import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { KeyedActionStore, KeyedMutationStore, Limited } from './keyed.js'
import type { StringArgument } from './option-types.js'
import type { ActionOptions, MutationStoreOptions, OrFunction } from './options.js'
import type { Provided } from './provided.js'
import type { ActionReference, ActionStore, CallIdName, MutationReference, MutationStore } from './types.js'

/** Anything that an adapter can show: a store, such as from `createActionStore`, or keyed stores. */
export interface Bindable {
  /** Returns the current state. */
  getState(): object
}

/** What a component gets from a store: the fields of its state, and its methods. Check `status` to narrow the type. */
export type Bound<Of extends Bindable> = Readonly<ReturnType<Of['getState']>> &
  Omit<Of, 'getState' | 'getInitialState' | 'subscribe' | 'user'>

/** Options for keyed stores of an action: the options of a store, and `limit`. */
export type KeyedActionOptions<
  Ref extends ActionReference = ActionReference,
  Id extends CallIdName = undefined,
  Query extends FunctionReference<'query'> = never,
> = ActionOptions<Ref, Id, Query> & Limited

/** Options for keyed stores of a mutation: the options of a store, and `limit`. */
export type KeyedMutationOptions<
  Ref extends MutationReference = MutationReference,
  Id extends CallIdName = undefined,
  Query extends FunctionReference<'query'> = never,
> = MutationStoreOptions<Ref, Id, Query> & Limited

/**
 * The functions that create a store below a provider, for adapters. TypeScript carries the type parameters of a
 * function over to a hook that is made from it, but only if the function has one signature. `createActionStore` has
 * two. So write `createActionStore as Makers['action']`.
 */
export interface Makers {
  /** `createActionStore`. */
  action<
    Ref extends ActionReference,
    Id extends StringArgument<Ref> | undefined = undefined,
    Query extends FunctionReference<'query'> = never,
    Missing extends undefined = never,
  >(
    reference: Ref,
    options: OrFunction<ActionOptions<Ref, Id, Query, Missing>> | undefined,
    provided: Provided,
  ): ActionStore<Ref, Id, FunctionReturnType<Query>, NoInfer<Missing>>
  /** `createMutationStore`. */
  mutation<
    Ref extends MutationReference,
    Id extends StringArgument<Ref> | undefined = undefined,
    Query extends FunctionReference<'query'> = never,
  >(
    reference: Ref,
    options: OrFunction<MutationStoreOptions<Ref, Id, Query>> | undefined,
    provided: Provided,
  ): MutationStore<Ref, Id, FunctionReturnType<Query>>
  /** `createKeyedActionStore`. */
  keyedAction<
    Ref extends ActionReference,
    Id extends StringArgument<Ref> | undefined = undefined,
    Query extends FunctionReference<'query'> = never,
  >(
    reference: Ref,
    options: OrFunction<KeyedActionOptions<Ref, Id, Query>> | undefined,
    provided: Provided,
  ): KeyedActionStore<Ref, Id, FunctionReturnType<Query>>
  /** `createKeyedMutationStore`. */
  keyedMutation<
    Ref extends MutationReference,
    Id extends StringArgument<Ref> | undefined = undefined,
    Query extends FunctionReference<'query'> = never,
  >(
    reference: Ref,
    options: OrFunction<KeyedMutationOptions<Ref, Id, Query>> | undefined,
    provided: Provided,
  ): KeyedMutationStore<Ref, Id, FunctionReturnType<Query>>
}
