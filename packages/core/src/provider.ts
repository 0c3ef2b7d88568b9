import { type ActionDefaults, withDefaults } from './defaults.js'
import { FirstUser } from './first-user.js'
import type { Interpreter } from './interpreter.js'
import type { Messages } from './messages.js'
import type { ExecutionObserver } from './observed.js'
import type { Provided } from './provided.js'
import { ReadyGate } from './ready-gate.js'
import { attempt, guard } from './report.js'
import type { ActionClient } from './types.js'

/** What a provider says for every store below it, where the store's own options say nothing. */
export interface ProviderOptions {
  /** The client, or a function that gives it. `null` while rendering on a server. */
  readonly client?: ActionClient | null | (() => ActionClient | null) | undefined
  /** Names the current user: see the option of that name. */
  readonly identity?: (() => unknown) | undefined
  /**
   * Whether calls may be sent: say, whether the sign-in is done and no token is being refreshed. While it is false, executions are
   * `queued`, and tries and checks wait too; `timeout` and `cancel` end them as ever. A call that was made before any user was known
   * belongs to the first user. What it throws is reported, and counts as false. Default: calls may be sent.
   */
  readonly ready?: (() => boolean) | undefined
  /**
   * Calls `listener` whenever `ready` or `identity` may give another answer, and gives what ends that. It is asked only while calls
   * wait. `read` asks both and never throws: for frameworks that track what is read. Default: `identify` of a store looks again.
   */
  readonly watch?: ((listener: () => void, read: () => unknown) => () => void) | undefined
  /** Sees every execution: `createActionObserver()` of `@convex-action/core/observer`. Default: nobody does. */
  readonly observer?: ExecutionObserver | undefined
  /** Hold where a store's options say nothing. A default that a store cannot honour is ignored there. Default: none. */
  readonly defaults?: ActionDefaults | undefined
  /** The sentences of errors: see the option of that name. Default: plain English. */
  readonly messages?: Messages | undefined
  /** What runs the machine: see the option of that name. Default: a table made from the machine. */
  readonly interpreter?: Interpreter | undefined
}

/** What `createProvider` makes: what is provided, and what a provider inside of this one needs of it. */
export interface Provider extends Provided {
  /** See the option of that name. */
  readonly ready: (() => boolean) | undefined
  /** See the option of that name. */
  readonly defaults: ActionDefaults | undefined
  /** Who the user is now. The first user is the same as nobody before, where calls wait for a user. */
  identity(): unknown
  /** Who the user would be, if `identity` of the options gave this answer: for frameworks that render ahead of time. */
  whoIs(answer: unknown): unknown
  /** Calls `listener` whenever `ready` or `identity` may give another answer, and gives what ends that. */
  watch(listener: () => void): () => void
}

/**
 * Makes what `createActionStore` takes as `provided`, for all stores of an app or of a part of it. Each option is read when it is
 * needed: give an object with getters where they change.
 *
 * @param outer The provider of the app, for a part of it: it says what the options leave out.
 *
 * @example
 * ```ts
 * import { createActionStore } from '@convex-action/core'
 * import { createProvider } from '@convex-action/core/provider'
 * import { ConvexClient } from 'convex/browser'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const provider = createProvider({ client, defaults: { timeout: 30_000 } })
 *
 * const sendEmail = createActionStore(api.emails.send, {}, provider)
 * sendEmail.execute({ to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' })
 * ```
 */
export function createProvider(options: ProviderOptions, outer?: Provider): Provider {
  const session = sessionOf(options, outer)
  const first = new FirstUser(session)
  // Who comes and goes is known to the outer one, where this one says nothing of users.
  const identity = () => (outer && !options.identity ? outer.identity() : first.identity())
  const user = () => {
    // Whoever is asked for was there: who comes next is another user.
    identity()
    return options.identity ? options.identity() : outer?.user?.()
  }
  const watch = watchOf(options, outer, () => [
    attempt(() => session.ready?.(), nothing),
    attempt(user, nothing),
  ])
  const fillOf = remembering()
  return {
    gate: new ReadyGate(session, watch),
    watch,
    user,
    identity,
    whoIs: (answer) => first.whoIs(answer),
    get ready() {
      return session.ready
    },
    get client() {
      return options.client === undefined ? outer?.client : options.client
    },
    get observer() {
      return options.observer ?? outer?.observer
    },
    get messages() {
      return options.messages ?? outer?.messages
    },
    get interpreter() {
      return options.interpreter ?? outer?.interpreter
    },
    get defaults() {
      return options.defaults ?? outer?.defaults
    },
    get fill() {
      return fillOf(this.defaults)
    },
  }
}

const nothing = () => undefined

/** Who the user is, and whether calls may be sent, as this provider or the outer one says. */
const sessionOf = (options: ProviderOptions, outer: Provider | undefined) => ({
  get identity() {
    return options.identity
  },
  get ready() {
    return options.ready ?? outer?.ready
  },
})

/** Gives what fills in options by some defaults: the same function for the same defaults. */
function remembering(): (defaults: ActionDefaults | undefined) => Provided['fill'] {
  let known: ActionDefaults | undefined
  let fill: Provided['fill']
  return (defaults) => {
    if (defaults !== known) fill = defaults && ((own, client) => withDefaults(own, defaults, client))
    known = defaults
    return fill
  }
}

/** Watches what this provider says, and what the outer one says. */
const watchOf =
  (options: ProviderOptions, outer: Provider | undefined, read: () => unknown) =>
  (listener: () => void): (() => void) => {
    const ends = [guard(() => options.watch?.(listener, read)), outer?.watch(listener)]
    return () => {
      for (const end of ends) end?.()
    }
  }

export type { ActionDefaults } from './defaults.js'
export { isServer } from './is-server.js'
