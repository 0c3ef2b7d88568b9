import type { FunctionReference, FunctionReturnType } from 'convex/server'
import { type ActionOptions, type Options, rules, type StringArgument, take } from './options.js'
import { type Kind, makeStore, type Provided } from './store.js'
import type { ActionReference, ActionStore } from './types.js'

const kind: Kind = {
  name: 'An action such as api.emails.send',
  call: (client, reference, args) => client.action(reference, args),
  isSentAgain: false,
  take: (options, client) => take(options, client, rules),
}

/**
 * Makes a store for one action: it runs the action, and holds the state to show for it.
 *
 * @param reference The action, such as `api.emails.send`.
 * @param options See `ActionOptions`. A function is asked for them at each `execute`, and for the callbacks when an
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
>(
  reference: Ref,
  options?: ActionOptions<Ref, Id, Query> | (() => ActionOptions<Ref, Id, Query>),
  provided?: Provided,
): ActionStore<Ref, Id, FunctionReturnType<Query>> {
  // What its callers are promised is this type; inside, an action is any action.
  return makeStore(kind, reference, options as Options, provided) as unknown as ActionStore<
    Ref,
    Id,
    FunctionReturnType<Query>
  >
}
