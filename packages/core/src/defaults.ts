import { checkEach, type Rules, retryRules, rules } from './checks.js'
import { isObject } from './is-object.js'
import type { Options } from './options.js'
import type { RetryDelay } from './retry-options.js'
import type { ActionClient } from './types.js'

/**
 * Defaults for all stores below a provider. An option of a store overrides its default, and `null` in the store
 * switches the default off.
 */
export interface ActionDefaults {
  /**
   * What happens to a new call while an earlier call has not settled: see `concurrency` in `ActionOptions`.
   * `undefined` means no default.
   */
  concurrency?: 'parallel' | 'drop' | 'queue' | 'latest' | undefined
  /**
   * What happens to a call while there is no connection: see `offline` in `ActionOptions`. Ignored for a client
   * without a connection, such as `ConvexHttpClient`. `undefined` means no default.
   */
  offline?: 'wait' | 'fail' | undefined
  /** The maximum time from `execute` to the end, in milliseconds: 1 to 2147483647. `undefined` means no default. */
  timeout?: number | undefined
  /**
   * The delay between tries, for stores with the option `retries`: milliseconds, or a function of the number of tries
   * so far. `undefined` means no default.
   */
  retries?: { delay?: RetryDelay | undefined } | undefined
}

const { concurrency, offline, timeout } = rules
const defaultRules = { concurrency, offline, timeout, retries: [isObject, '{ delay }'] } as Rules
const delayRules = { delay: retryRules.delay } as Rules
const none: ActionDefaults = {}

/** The store's option, or else the default. `null` means that there is none. */
const orDefault = <Value>(said: Value | null | undefined, value: Value | undefined): Value | undefined =>
  said === undefined ? value : (said ?? undefined)

/**
 * Copies the options of a store and fills in the provider's defaults. Throws a `TypeError` that names an invalid
 * default.
 */
export function withDefaults(
  source: Options,
  defaults: ActionDefaults = none,
  client: ActionClient | null | undefined,
): Options {
  checkEach({ ...defaults }, defaultRules, 'defaults.')
  checkEach({ ...defaults.retries }, delayRules, 'defaults.retries.')
  const { retries } = source
  const delay = defaults.retries?.delay
  const options = { ...source }
  options.concurrency = orDefault(source.concurrency, defaults.concurrency)
  options.timeout = orDefault(source.timeout, defaults.timeout)
  options.offline = orDefault(source.offline, client?.subscribeToConnectionState && defaults.offline)
  if (typeof retries === 'object' && retries)
    options.retries = { ...retries, delay: orDefault(retries.delay, delay) }
  else if (retries !== undefined && delay !== undefined) options.retries = { limit: retries, delay }
  return options
}
