import { type ActionDefaults, withDefaults } from './defaults.js'
import { FirstUser } from './first-user.js'
import type { Interpreter } from './interpreter.js'
import type { Messages } from './messages.js'
import type { ExecutionObserver } from './observed.js'
import type { Provided } from './provided.js'
import { ReadyGate } from './ready-gate.js'
import { attempt, guard } from './report.js'
import type { ActionClient } from './types.js'

/** Settings for all stores below a provider. An option of a store overrides them. */
export interface ProviderOptions {
  /**
   * The client, or a function that returns it. `null` while rendering on a server. `undefined` means the client of
   * the outer provider.
   */
  readonly client?: ActionClient | null | (() => ActionClient | null) | undefined
  /**
   * Returns who the current user is: see `identity` in `ActionOptions`.
   *
   * @defaultValue The outer provider's `identity`, or no user.
   */
  readonly identity?: (() => unknown) | undefined
  /**
   * Returns whether calls may be sent, for example whether sign-in is complete and no token is being refreshed. While
   * it returns `false`, executions stay `queued`, and retries and checks wait too. `timeout` and `cancel` still end
   * them. A call that was made before any user was known belongs to the first user. If it throws, the error is
   * reported and calls wait.
   *
   * @defaultValue The outer provider's `ready`, or always ready.
   */
  readonly ready?: (() => boolean) | undefined
  /**
   * Calls `listener` whenever `ready` or `identity` may return something else. It returns a function that
   * unsubscribes. It is used only while calls wait. `read` calls both functions and never throws, for frameworks that
   * track what is read.
   *
   * @defaultValue None: `identify()` of a store checks again.
   */
  readonly watch?: ((listener: () => void, read: () => unknown) => () => void) | undefined
  /**
   * Sees every execution: `createActionObserver()` of `@convex-action/core/observer`.
   *
   * @defaultValue The outer provider's observer, or none.
   */
  readonly observer?: ExecutionObserver | undefined
  /**
   * Defaults for the options of stores. A default that a store does not support is ignored there.
   *
   * @defaultValue The outer provider's defaults, or none.
   */
  readonly defaults?: ActionDefaults | undefined
  /**
   * The texts of error messages: see `messages` in `ActionOptions`.
   *
   * @defaultValue The outer provider's `messages`, or plain English.
   */
  readonly messages?: Messages | undefined
  /**
   * What runs the state machine: see `interpreter` in `ActionOptions`.
   *
   * @defaultValue The outer provider's interpreter, or a small table generated from the machine.
   */
  readonly interpreter?: Interpreter | undefined
}

/** What {@link createProvider} returns. Pass it to stores as `provided`, or to another `createProvider` as `outer`. */
export interface Provider extends Provided {
  /**
   * Whether calls may be sent: see {@link ProviderOptions.ready}. `undefined` if nothing decides it: calls may be
   * sent.
   */
  readonly ready: (() => boolean) | undefined
  /** The defaults for the options of stores. `undefined` if there are none. */
  readonly defaults: ActionDefaults | undefined
  /**
   * Returns who the current user is. While calls wait for a user, the first user counts as the same user as nobody
   * before.
   */
  identity(): unknown
  /**
   * Returns who the user would be if `identity` of the options returned this answer. For frameworks that render ahead
   * of time.
   */
  whoIs(answer: unknown): unknown
  /**
   * Calls `listener` whenever `ready` or `identity` may return something else. Returns a function that unsubscribes.
   */
  watch(listener: () => void): () => void
}

/**
 * Creates a provider: the client, the user and the defaults for all stores of an app, or of a part of it. Pass it to
 * `createActionStore` as `provided`. Each option is read when it is needed, so you can pass an object with getters.
 *
 * @param options See {@link ProviderOptions}.
 * @param outer The provider of the surrounding app. It applies where the options say nothing.
 * @returns The provider.
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
  // The outer provider tracks the user if this provider has no option `identity`.
  const identity = () => (outer && !options.identity ? outer.identity() : first.identity())
  const user = () => {
    // Record that this user was present: the next user is a different user.
    identity()
    return options.identity ? options.identity() : outer?.user?.()
  }
  const watch = watchOf(options, outer, () => [
    attempt(() => session.ready?.(), nothing),
    attempt(user, nothing),
  ])
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
    get fill(): Provided['fill'] {
      const { defaults } = this
      return defaults && ((own, client) => withDefaults(own, defaults, client))
    },
  }
}

const nothing = () => undefined

/** Who the user is and whether calls may be sent, from this provider or the outer one. */
const sessionOf = (options: ProviderOptions, outer: Provider | undefined) => ({
  get identity() {
    return options.identity
  },
  get ready() {
    return options.ready ?? outer?.ready
  },
})

/** Watches this provider and the outer one. */
const watchOf =
  (options: ProviderOptions, outer: Provider | undefined, read: () => unknown) =>
  (listener: () => void): (() => void) => {
    const ends = [guard(() => options.watch?.(listener, read)), outer?.watch(listener)]
    return () => {
      for (const end of ends) end?.()
    }
  }

export type { Bindable, Bound, KeyedActionOptions, KeyedMutationOptions, Makers } from './adapter.js'
export type { ActionDefaults } from './defaults.js'
export { isServer } from './is-server.js'
