import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { createActionStore } from './action.js'
import type { KeyedStore } from './keyed-state.js'
import { Keyed, type Limited, type Make } from './keyed-store.js'
import { createMutationStore } from './mutation.js'
import type { StringArgument } from './option-types.js'
import type { ActionOptions, MutationStoreOptions, Options, OrFunction, WithClient } from './options.js'
import type { Provided } from './provided.js'
import type { ActionReference, ActionStore, CallIdName, MutationReference, MutationStore } from './types.js'

/** Many stores of one action, one per key. Made by {@link createKeyedActionStore}. */
export type KeyedActionStore<
  Ref extends ActionReference = ActionReference,
  Id extends CallIdName = undefined,
  Progress = unknown,
> = KeyedStore<ActionStore<Ref, Id, Progress>>

/** Many stores of one mutation, one per key. Made by {@link createKeyedMutationStore}. */
export type KeyedMutationStore<
  Ref extends MutationReference = MutationReference,
  Id extends CallIdName = undefined,
  Progress = unknown,
> = KeyedStore<MutationStore<Ref, Id, Progress>>

/**
 * Creates stores of one action for the items of a list, such as rows, uploads or messages. Each key has its own
 * state, and a summary covers all keys.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See {@link ActionOptions}; also `limit`. They apply to every key. `client` is required here.
 * @returns The stores.
 * @throws `TypeError` if the reference, the client or an option is invalid. The message names it.
 *
 * @example
 * ```ts
 * import { createKeyedActionStore } from '@convex-action/core/keyed'
 * import { ConvexClient } from 'convex/browser'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const emails = createKeyedActionStore(api.emails.send, { client, limit: 2 })
 *
 * emails.subscribe(({ inFlight, counts }) => console.log(inFlight, counts.error))
 * for (const to of ['ada@example.com', 'bob@example.com'])
 *   emails.for(to).execute({ to, subject: 'Welcome!', body: 'Thanks for signing up.' })
 * ```
 */
export function createKeyedActionStore<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: OrFunction<ActionOptions<Ref, Id, Query> & Limited & WithClient>,
): KeyedActionStore<Ref, Id, FunctionReturnType<Query>>
/**
 * Creates stores of one action, one per key, with the client, the user and the defaults of a provider.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See {@link ActionOptions}; also `limit`. They apply to every key.
 * @param provided What a provider passes on: see {@link Provided}. It applies where the options say nothing.
 * @returns The stores.
 * @throws `TypeError` if the reference, the client or an option is invalid. The message names it.
 */
export function createKeyedActionStore<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: OrFunction<ActionOptions<Ref, Id, Query> & Limited> | undefined,
  provided: Provided,
): KeyedActionStore<Ref, Id, FunctionReturnType<Query>>
// Callers get the types of the overloads. The implementation treats all actions alike.
export function createKeyedActionStore(
  reference: ActionReference,
  options?: OrFunction<Limited>,
  provided?: Provided,
): unknown {
  const make: Make = (read, given) => createActionStore(reference, () => nameless(read()), given)
  return makeKeyed(make, options, provided)
}

/** A name stands for one call, so the keys cannot share it. */
function nameless(options: object): object {
  if ((options as Options | undefined)?.recovery?.resume)
    throw new TypeError('Keyed stores cannot use option "recovery" with "remember".')
  return options
}

/**
 * Creates stores of one mutation for the items of a list. See {@link createKeyedActionStore}.
 *
 * @param reference The mutation, such as `api.orders.create`.
 * @param options See {@link MutationStoreOptions}; also `limit`. They apply to every key. `client` is required here.
 * @returns The stores.
 * @throws `TypeError` if the reference, the client or an option is invalid. The message names it.
 *
 * @example
 * ```ts
 * import { createKeyedMutationStore } from '@convex-action/core/keyed'
 * import { ConvexClient } from 'convex/browser'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const orders = createKeyedMutationStore(api.orders.create, { client })
 *
 * orders.for('row-1').mutate({ items: [{ name: 'Tea', quantity: 1, price: 450 }], transactionId: 'transaction-1' })
 * ```
 */
export function createKeyedMutationStore<
  Ref extends MutationReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: OrFunction<MutationStoreOptions<Ref, Id, Query> & Limited & WithClient>,
): KeyedMutationStore<Ref, Id, FunctionReturnType<Query>>
/**
 * Creates stores of one mutation, one per key, with the client, the user and the defaults of a provider.
 *
 * @param reference The mutation, such as `api.orders.create`.
 * @param options See {@link MutationStoreOptions}; also `limit`. They apply to every key.
 * @param provided What a provider passes on: see {@link Provided}. It applies where the options say nothing.
 * @returns The stores.
 * @throws `TypeError` if the reference, the client or an option is invalid. The message names it.
 */
export function createKeyedMutationStore<
  Ref extends MutationReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: OrFunction<MutationStoreOptions<Ref, Id, Query> & Limited> | undefined,
  provided: Provided,
): KeyedMutationStore<Ref, Id, FunctionReturnType<Query>>
// As above.
export function createKeyedMutationStore(
  reference: MutationReference,
  options?: OrFunction<Limited>,
  provided?: Provided,
): unknown {
  return makeKeyed((read, given) => createMutationStore(reference, read, given), options, provided)
}

/** Creates a keyed store. Its methods are bound, so you may destructure them. */
function makeKeyed(make: Make, source?: OrFunction<Limited>, provided?: Provided) {
  const keyed = new Keyed(make, source, provided)
  return {
    for: keyed.for.bind(keyed),
    keys: keyed.keys.bind(keyed),
    cancel: keyed.cancel.bind(keyed),
    reset: keyed.reset.bind(keyed),
    identify: keyed.identify.bind(keyed),
    user: keyed.user.bind(keyed),
    getState: keyed.getState.bind(keyed),
    getInitialState: keyed.getInitialState.bind(keyed),
    subscribe: keyed.subscribe.bind(keyed),
  }
}

export type { Key, KeyedState, KeyedStore } from './keyed-state.js'
export type { Limited } from './keyed-store.js'
