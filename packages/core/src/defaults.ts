import { checkEach, type Rules, retryRules, rules } from './checks.js'
import { isObject } from './is-object.js'
import type { Options, RetryDelay } from './options.js'
import type { ActionClient } from './types.js'

/** What a provider can say for every store below it. A store's own option wins, and `null` there switches a default off. */
export interface ActionDefaults {
  /** See the option of that name. */
  concurrency?: 'parallel' | 'drop' | 'queue' | 'latest' | undefined
  /** See the option of that name. Ignored for a client without a connection, such as one over HTTP. */
  offline?: 'wait' | 'fail' | undefined
  /** Milliseconds: see the option of that name. */
  timeout?: number | undefined
  /** How far apart tries are, in the stores that have the option `retries`. */
  retries?: { delay?: RetryDelay | undefined } | undefined
}

const { concurrency, offline, timeout } = rules
const defaultRules = { concurrency, offline, timeout, retries: [isObject, '{ delay }'] } as Rules
const delayRules = { delay: retryRules.delay } as Rules
const none: ActionDefaults = {}

/** What is said, or else the default; `null` says that there is none. */
const orDefault = <Value>(said: Value | null | undefined, value: Value | undefined): Value | undefined =>
  said === undefined ? value : (said ?? undefined)

/**
 * Copies options, with the provider's defaults where they say nothing. Throws a `TypeError` that names the default where one is
 * no good.
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
