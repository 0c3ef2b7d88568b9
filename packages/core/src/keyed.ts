import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { createActionStore } from './action.js'
import type { KeyedStore } from './keyed-state.js'
import { Keyed, type Limited, type Make } from './keyed-store.js'
import { createMutationStore } from './mutation.js'
import type {
  ActionOptions,
  MutationStoreOptions,
  Options,
  OrFunction,
  StringArgument,
  WithClient,
} from './options.js'
import type { Provided } from './provided.js'
import type { ActionReference, ActionStore, CallIdName, MutationReference, MutationStore } from './types.js'

/** Many stores of one action: one for each key. Made by `createKeyedActionStore`. */
export type KeyedActionStore<
  Ref extends ActionReference = ActionReference,
  Id extends CallIdName = undefined,
  Progress = unknown,
> = KeyedStore<ActionStore<Ref, Id, Progress>>

/** Many stores of one mutation: one for each key. Made by `createKeyedMutationStore`. */
export type KeyedMutationStore<
  Ref extends MutationReference = MutationReference,
  Id extends CallIdName = undefined,
  Progress = unknown,
> = KeyedStore<MutationStore<Ref, Id, Progress>>

/**
 * Makes a store for each key of a list: rows, uploads, messages. Each has its own state, and a summary tells of all.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See `ActionOptions`, and `limit`. They hold for every key.
 * @param provided What holds where the options say nothing.
 * @throws `TypeError` where the reference, the client or an option is no good; its message names it.
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
/** The same, with what a provider gives: the options need no client. */
export function createKeyedActionStore<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: OrFunction<ActionOptions<Ref, Id, Query> & Limited> | undefined,
  provided: Provided,
): KeyedActionStore<Ref, Id, FunctionReturnType<Query>>
// What its callers are promised are the types above; inside, an action is any action.
export function createKeyedActionStore(
  reference: ActionReference,
  options?: OrFunction<Limited>,
  provided?: Provided,
): unknown {
  const make: Make = (read, given) => createActionStore(reference, () => nameless(read()), given)
  return makeKeyed(make, options, provided)
}

/** A name stands for one call, not for one of each key. */
function nameless(options: object): object {
  if ((options as Options | undefined)?.recovery?.resume)
    throw new TypeError('Option "recovery" of keyed stores takes no name.')
  return options
}

/**
 * Makes a store for each key of a list, of a mutation: see `createKeyedActionStore`.
 *
 * @param reference The mutation, such as `api.orders.create`.
 * @param options See `MutationStoreOptions`, and `limit`. They hold for every key.
 * @param provided What holds where the options say nothing.
 * @throws `TypeError` where the reference, the client or an option is no good; its message names it.
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
/** The same, with what a provider gives: the options need no client. */
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

/** Makes a keyed store. Its methods may be taken out of it. */
export function makeKeyed(make: Make, source?: OrFunction<Limited>, provided?: Provided) {
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
