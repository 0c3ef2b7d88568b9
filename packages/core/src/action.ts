import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { checkOptions, rules } from './checks.js'
import type { ActionOptions, Options, OrFunction, StringArgument, WithClient } from './options.js'
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
 * Makes a store for one action: it runs the action, and holds the state to show for it.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See `ActionOptions`; `client` is one of them. A function is asked for them at each `execute`, and for the callbacks when an
 * execution ends.
 * @param provided What holds where the options say nothing: the client of a provider, and who its user is.
 * @throws `TypeError` where the reference, the client or an option is no good; its message names it.
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
/** The same, with what a provider gives: the options need no client. */
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
// What its callers are promised are the types above; inside, an action is any action.
export function createActionStore(
  reference: ActionReference,
  options: object | undefined,
  provided?: Provided,
): unknown {
  return makeStore(actions, reference, options as OrFunction<Options>, provided)
}
