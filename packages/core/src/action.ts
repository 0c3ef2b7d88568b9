import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { checkOptions, rules } from './checks.js'
import type { StringArgument } from './option-types.js'
import type { ActionOptions, Options, OrFunction, WithClient } from './options.js'
import type { Protocol } from './protocol.js'
import type { Provided } from './provided.js'
import { makeStore } from './store.js'
import type { ActionReference, ActionStore } from './types.js'

const actions: Protocol = {
  needed: 'An action such as api.emails.send',
  isSentAgain: false,
  check: (options, client) => checkOptions(options, client, rules),
  send: (client, reference, args) => client.action(reference, args),
}

/**
 * Creates a store for one action. The store runs the action and holds the state to show for it.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See {@link ActionOptions}. `client` is required here. You can pass a function: it is called at each
 * `execute`, and again before callbacks are called.
 * @returns The store.
 * @throws `TypeError` if the reference, the client or an option is invalid. The message names it.
 *
 * @example
 * ```ts
 * import { createActionStore } from '@convex-action/core'
 * import { ConvexClient } from 'convex/browser'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const sendEmail = createActionStore(api.emails.send, { client })
 *
 * sendEmail.subscribe(({ status, error }) => console.log(status, error?.message))
 * sendEmail.execute({ to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' })
 * ```
 */
export function createActionStore<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
  Missing extends undefined = never,
>(
  reference: Ref,
  options: OrFunction<ActionOptions<Ref, Id, Query, Missing> & WithClient>,
): ActionStore<Ref, Id, FunctionReturnType<Query>, NoInfer<Missing>>
/**
 * Creates a store for one action, with the client, the user and the defaults of a provider.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See {@link ActionOptions}. You can pass a function, or `undefined`.
 * @param provided What a provider passes on: see {@link Provided}. It applies where the options say nothing.
 * @returns The store.
 * @throws `TypeError` if the reference, the client or an option is invalid. The message names it.
 */
export function createActionStore<
  Ref extends ActionReference,
  Id extends StringArgument<Ref> | undefined = undefined,
  Query extends FunctionReference<'query'> = never,
  Missing extends undefined = never,
>(
  reference: Ref,
  options: OrFunction<ActionOptions<Ref, Id, Query, Missing>> | undefined,
  provided: Provided,
): ActionStore<Ref, Id, FunctionReturnType<Query>, NoInfer<Missing>>
// Callers get the types of the overloads. The implementation treats all actions alike.
export function createActionStore(
  reference: ActionReference,
  options: object | undefined,
  provided?: Provided,
): unknown {
  return makeStore(actions, reference, options as OrFunction<Options>, provided)
}
