import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { createActionStore } from './action.js'
import { nameOf } from './checks.js'
import { type ConvexActorLogic, logicOf } from './convex-actor.js'
import { createMutationStore } from './mutation.js'
import type { StringArgument } from './option-types.js'
import type { ActionOptions, MutationStoreOptions } from './options.js'
import type { ActionClient, ActionReference, MutationReference } from './types.js'

/** Options that an actor does not take: it already has a client, and it runs a single call. */
interface OfAnActor {
  client?: never
  concurrency?: never
}

/**
 * Creates actor logic that runs an action, for `invoke` and `spawn` in your own XState machine. Each actor runs the
 * action once, with the same guarantees as a store.
 *
 * - Input: the arguments, and optionally the call id.
 * - Output: the result.
 * - Error: an `ActionError`, which your machine receives as `event.error`.
 * - Snapshot: `snapshot.context` has `phase`, `attempt`, `callId` and `progress`.
 *
 * When your machine leaves the state, its actor stops and gives up as `cancel()` does: a call that was not handed
 * over is never sent. An actor that is restored from a persisted snapshot sends nothing. If it had not ended, it
 * fails at once with kind `closed` and delivery `unknown`.
 *
 * @param client The Convex client. Pass `null` while rendering on a server: the actor then fails with kind
 * `unavailable`.
 * @param reference The action, such as `api.emails.send`.
 * @param options See {@link ActionOptions}. `client` and `concurrency` are not allowed.
 * @returns The actor logic.
 * @throws `TypeError` if the client, the reference or an option is invalid. The message names it.
 *
 * @example
 * ```ts
 * import { isActionError } from '@convex-action/core'
 * import { fromConvexAction } from '@convex-action/core/machine'
 * import { ConvexClient } from 'convex/browser'
 * import { createActor, setup } from 'xstate'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const welcome = setup({
 *   actors: { sendEmail: fromConvexAction(client, api.emails.send, { timeout: 30_000 }) },
 * }).createMachine({
 *   initial: 'sending',
 *   states: {
 *     sending: {
 *       invoke: {
 *         src: 'sendEmail',
 *         input: { to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' },
 *         onDone: 'sent',
 *         onError: [
 *           { guard: ({ event }) => isActionError(event.error) && event.error.delivery === 'unknown', target: 'unknown' },
 *           { target: 'notSent' },
 *         ],
 *       },
 *     },
 *     sent: { type: 'final' },
 *     unknown: { type: 'final' },
 *     notSent: { type: 'final' },
 *   },
 * })
 *
 * createActor(welcome).start()
 * ```
 */
export function fromConvexAction<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  client: ActionClient | null,
  reference: Ref,
  options?: ActionOptions<Ref, Id, Query> & OfAnActor,
): ConvexActorLogic<Ref, Id, FunctionReturnType<Query>>
// Callers get the type of the overload. The implementation treats all actions alike.
export function fromConvexAction(
  client: ActionClient | null,
  reference: ActionReference,
  given = {},
): unknown {
  return logicOf('fromConvexAction', nameOf(reference) ?? '', given, (options) => {
    const { execute, ...store } = createActionStore(reference, options as ActionOptions, { client })
    return { ...store, run: execute }
  })
}

/**
 * Creates actor logic that runs a mutation, for `invoke` and `spawn` in your own XState machine. It works like {@link
 * fromConvexAction}, except that a lost connection does not end the call: Convex sends the mutation again and runs it
 * once.
 *
 * @param client The Convex client. Pass `null` while rendering on a server: the actor then fails with kind
 * `unavailable`.
 * @param reference The mutation, such as `api.orders.create`.
 * @param options See {@link MutationStoreOptions}. `client` and `concurrency` are not allowed.
 * @returns The actor logic.
 * @throws `TypeError` if the client, the reference or an option is invalid. The message names it.
 *
 * @example
 * ```ts
 * import { fromConvexMutation } from '@convex-action/core/machine'
 * import { ConvexClient } from 'convex/browser'
 * import { createActor } from 'xstate'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const createOrder = fromConvexMutation(client, api.orders.create)
 *
 * const input = { items: [{ name: 'Tea', quantity: 1, price: 450 }], transactionId: 'transaction-1' }
 * const order = createActor(createOrder, { input })
 * order.subscribe({
 *   next: ({ status, context, output }) => console.log(status, context.phase, output),
 *   error: (error) => console.log(error),
 * })
 * order.start()
 * ```
 */
export function fromConvexMutation<
  Ref extends MutationReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
>(
  client: ActionClient | null,
  reference: Ref,
  options?: MutationStoreOptions<Ref, Id, Query> & OfAnActor,
): ConvexActorLogic<Ref, Id, FunctionReturnType<Query>>
// As above.
export function fromConvexMutation(
  client: ActionClient | null,
  reference: MutationReference,
  given = {},
): unknown {
  return logicOf('fromConvexMutation', nameOf(reference) ?? '', given, (options) => {
    const { mutate, ...store } = createMutationStore(reference, options as MutationStoreOptions, { client })
    return { ...store, run: mutate }
  })
}
