import { type ActionDefaults, withDefaults } from './defaults.js'
import { firstUserIsNoChange } from './first-user.js'
import type { Interpreter } from './interpreter.js'
import type { Messages } from './messages.js'
import type { ExecutionObserver } from './observed.js'
import type { Provided } from './provided.js'
import { ReadyGate } from './ready-gate.js'
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
   * wait. Default: `identify` of a store looks again.
   */
  readonly watch?: ((listener: () => void) => () => void) | undefined
  /** Sees every execution: `createActionObserver()` of `@convex-action/core/observer`. Default: nobody does. */
  readonly observer?: ExecutionObserver | undefined
  /** Hold where a store's options say nothing. A default that a store cannot honour is ignored there. Default: none. */
  readonly defaults?: ActionDefaults | undefined
  /** The sentences of errors: see the option of that name. Default: plain English. */
  readonly messages?: Messages | undefined
  /** What runs the machine: see the option of that name. Default: a table made from the machine. */
  readonly interpreter?: Interpreter | undefined
}

/**
 * Makes what `createActionStore` takes as `provided`, for all stores of an app or of a part of it. Each option is read when it is
 * needed: give an object with getters where they change.
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
export function createProvider(options: ProviderOptions): Provided {
  const gate = new ReadyGate(options)
  const identity = firstUserIsNoChange(options)
  let filled: ActionDefaults | undefined
  let fill: Provided['fill']
  return {
    identity,
    user: () => options.identity?.(),
    gate,
    get client() {
      return options.client
    },
    get observer() {
      return options.observer
    },
    get messages() {
      return options.messages
    },
    get interpreter() {
      return options.interpreter
    },
    get fill() {
      const { defaults } = options
      if (defaults === filled) return fill
      filled = defaults
      fill = defaults && ((own, client) => withDefaults(own, defaults, client))
      return fill
    },
  }
}

export type { ActionDefaults } from './defaults.js'
