import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { createActionStore } from './action.js'
import { nameOf } from './checks.js'
import { type ConvexActorLogic, logicOf } from './convex-actor.js'
import { createMutationStore } from './mutation.js'
import type { ActionOptions, MutationStoreOptions, StringArgument } from './options.js'
import type { ActionClient, ActionReference, MutationReference } from './types.js'

/** Options that make no sense for an actor: it has its client, and it runs one call. */
interface OfAnActor {
  client?: never
  concurrency?: never
}

/**
 * Makes actor logic that runs an action, for `invoke` and `spawn` in a machine of your own. Each actor runs the action once, as
 * a store does, with everything that a store promises.
 *
 * - Input: the arguments, and the call id where the machine keeps it.
 * - Output: the result. Error: an `ActionError`, which XState gives to the machine as `event.error`.
 * - Snapshot: how far it is, as `snapshot.context`: `phase`, `attempt`, `callId`, `progress`.
 *
 * A machine that leaves the state stops its actor, and that gives up as `cancel()` does: what was not handed over is never
 * sent. An actor that is restored from a persisted snapshot, and had not ended there, fails at once: kind `closed`, delivery
 * `unknown`. It sends nothing.
 *
 * @param client The client; `null` while rendering on a server, where the actor fails with kind `unavailable`.
 * @param reference The action, such as `api.emails.send`.
 * @param options See `ActionOptions`; without `client` and `concurrency`.
 * @throws `TypeError` where the client, the reference or an option is no good; its message names it.
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
// What its callers are promised is the type above; inside, an action is any action.
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
 * Makes actor logic that runs a mutation: see `fromConvexAction`. Convex sends a mutation that was not acknowledged
 * again and runs it once, so a lost connection does not end it.
 *
 * @param client The client; `null` while rendering on a server, where the actor fails with kind `unavailable`.
 * @param reference The mutation, such as `api.orders.create`.
 * @param options See `MutationStoreOptions`; without `client` and `concurrency`.
 * @throws `TypeError` where the client, the reference or an option is no good; its message names it.
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
