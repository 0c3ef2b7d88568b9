import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { aFunction, checkClient, checkOptions, type Rule, type Rules, rules } from './checks.js'
import type { MutationStoreOptions, Options, OrFunction, StringArgument, WithClient } from './options.js'
import type { Protocol } from './protocol.js'
import type { Provided } from './provided.js'
import { makeStore } from './store.js'
import type { ActionClient, MutationReference, MutationStore } from './types.js'

const sentByConvex: Rule = [() => false, 'nothing: Convex itself sends a mutation again']

/** A function, so that a bundler leaves them out of an app that has no mutation. */
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
  // `check` has refused a client without the method.
  send: (client, reference, args, { optimisticUpdate }) =>
    (client as Required<ActionClient>).mutation(reference, args, { optimisticUpdate }),
}

/**
 * Makes a store for one mutation. It is the store of `createActionStore`, but for this: Convex sends a mutation that was
 * not acknowledged again and runs it once, so a lost connection does not end it. It stays `running`, and settles
 * with the real result.
 *
 * @param reference The mutation, such as `api.orders.create`.
 * @param options See `MutationStoreOptions`; `client` is one of them. A function is asked for them at each `mutate`, and for the callbacks when an
 * execution ends.
 * @param provided What holds where the options say nothing: the client of a provider, and who its user is.
 * @throws `TypeError` where the reference, the client or an option is no good; its message names it.
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
/** The same, with what a provider gives: the options need no client. */
export function createMutationStore<
  Ref extends MutationReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  reference: Ref,
  options: OrFunction<MutationStoreOptions<Ref, Id, Query>> | undefined,
  provided: Provided,
): MutationStore<Ref, Id, FunctionReturnType<Query>>
// What its callers are promised are the types above; inside, a mutation is any mutation.
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
