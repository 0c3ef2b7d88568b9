import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { aFunction, checkClient, checkOptions, type Rule, type Rules, rules } from './checks.js'
import type { StringArgument } from './option-types.js'
import type { MutationStoreOptions, Options, OrFunction, WithClient } from './options.js'
import type { Protocol } from './protocol.js'
import type { Provided } from './provided.js'
import { makeStore } from './store.js'
import type { ActionClient, MutationReference, MutationStore } from './types.js'

const sentByConvex: Rule = [() => false, 'no value for mutations: Convex itself sends them again']

/** A function, so that bundlers can remove the rules from apps without mutations. */
const mutationRules = (): Rules => ({
  ...rules,
  optimisticUpdate: aFunction,
  retries: sentByConvex,
  recovery: sentByConvex,
})

const mutations: Protocol = {
  needed: 'A mutation such as api.orders.create',
  isSentAgain: true,
  check(options, client) {
    if (client && !client.mutation) throw new TypeError('This client has no method "mutation".')
    const checked = checkOptions(options, client, mutationRules())
    checkClient(client, 'optimisticUpdate', checked.optimisticUpdate && !client?.subscribeToConnectionState)
    return checked
  },
  // `check` has refused clients without this method.
  send: (client, reference, args, { optimisticUpdate }) =>
    (client as Required<ActionClient>).mutation(reference, args, { optimisticUpdate }),
}

/**
 * Creates a store for one mutation. It works like the store of {@link createActionStore}, except that a lost
 * connection does not end an execution: Convex sends the mutation again and runs it once. The execution stays
 * `running` and settles with the real result.
 *
 * @param reference The mutation, such as `api.orders.create`.
 * @param options See {@link MutationStoreOptions}. `client` is required here. You can pass a function: it is called
 * at each `mutate`, and again before callbacks are called.
 * @returns The store.
 * @throws `TypeError` if the reference, the client or an option is invalid. The message names it.
 *
 * @example
 * ```ts
 * import { createMutationStore } from '@convex-action/core'
 * import { ConvexClient } from 'convex/browser'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const order = createMutationStore(api.orders.create, { client })
 *
 * order.subscribe(({ status, error }) => console.log(status, error?.message))
 * order.mutate({ items: [{ name: 'Tea', quantity: 1, price: 450 }], transactionId: 'transaction-1' })
 * ```
 */
export function createMutationStore<
  Ref extends MutationReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: OrFunction<MutationStoreOptions<Ref, Id, Query> & WithClient>,
): MutationStore<Ref, Id, FunctionReturnType<Query>>
/**
 * Creates a store for one mutation, with the client, the user and the defaults of a provider.
 *
 * @param reference The mutation, such as `api.orders.create`.
 * @param options See {@link MutationStoreOptions}. You can pass a function, or `undefined`.
 * @param provided What a provider passes on: see {@link Provided}. It applies where the options say nothing.
 * @returns The store.
 * @throws `TypeError` if the reference, the client or an option is invalid. The message names it.
 */
export function createMutationStore<
  Ref extends MutationReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: OrFunction<MutationStoreOptions<Ref, Id, Query>> | undefined,
  provided: Provided,
): MutationStore<Ref, Id, FunctionReturnType<Query>>
// Callers get the types of the overloads. The implementation treats all mutations alike.
export function createMutationStore(
  reference: MutationReference,
  options: object | undefined,
  provided?: Provided,
): unknown {
  const {
    execute: mutate,
    resume: _,
    ...store
  } = makeStore(mutations, reference, options as OrFunction<Options>, provided)
  return { mutate, ...store }
}
