import type { FunctionReference, FunctionReturnType } from 'convex/server'
import type { KeyedActionStore, KeyedMutationStore, Limited } from './keyed.js'
import type { ActionOptions, MutationStoreOptions, OrFunction, StringArgument } from './options.js'
import type { Provided } from './provided.js'
import type { ActionReference, ActionStore, CallIdName, MutationReference, MutationStore } from './types.js'

/** What can be shown: a store, such as that of `createActionStore`, or keyed stores. */
export interface Bindable {
  getState(): object
}

/** What a component gets of a store: the fields of its state, which narrow on `status`, and its methods. */
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
 * What makes a store below a provider, for those who write an adapter. TypeScript carries the type parameters of a function over to
 * the hook that is made of it, but only where the function has one signature. `createActionStore` has two: say
 * `createActionStore as Makers['action']`.
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
