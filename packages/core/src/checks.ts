import { getFunctionName } from 'convex/server'
import { isObject } from './is-object.js'
import type { CheckedOptions, Options, RetryOptions } from './options.js'
import { attempt } from './report.js'
import type { ActionClient, ActionReference } from './types.js'

/** Whether a value is right, and what the option takes. */
export type Rule = readonly [isRight: (value: unknown) => unknown, takes?: string]
/** Where a provider can have a default, `null` says that there is none. */
const orNull = ([isRight, ...takes]: Rule): Rule => [(value) => value === null || isRight(value), ...takes]
export type Rules = Record<string, Rule>

const longest = 2 ** 31 - 1
const isFunction = (value: unknown) => typeof value === 'function'
const isName = (value: unknown) => value && typeof value === 'string'
/** Whether it is a number of milliseconds that a timer can wait. */
export const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= longest
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0
export const aFunction: Rule = [isFunction, 'a function']
const oneOf = (...values: unknown[]): Rule => [(value) => values.includes(value), values.join(' or ')]

/** What the options of every store take. */
export const rules: Rules = {
  // A connection is made of it, and says what is wrong with it.
  client: [() => true],
  concurrency: orNull(oneOf('parallel', 'drop', 'queue', 'latest')),
  offline: orNull(oneOf('wait', 'fail')),
  timeout: orNull([(value) => isTime(value) && value >= 1, `milliseconds from 1 to ${longest}`]),
  callId: [
    (value) =>
      isName(value) ||
      (isObject(value) && (value.name === undefined || isName(value.name)) && isFunction(value.create)),
    'the name of an argument or { name, create }',
  ],
  retries: [(value) => isCount(value) || isObject(value), 'a whole number or { limit, delay, when }'],
  recovery: [(value) => isObject(value) && isFunction(value.begin), 'recover(api.calls)'],
  progress: [(value) => nameOf(value), 'a query'],
  identity: aFunction,
  interpreter: [(value) => isObject(value) && isFunction(value.start), 'an interpreter'],
  messages: [(value) => isObject(value) || isFunction(value), 'a table of sentences or a function'],
  handles: [(value) => typeof value === 'boolean' || isFunction(value), 'true, false or a function'],
  onExecute: aFunction,
  onSuccess: aFunction,
  onError: aFunction,
  onSettled: aFunction,
}

export const retryRules: Rules = {
  limit: [isCount, 'a whole number'],
  delay: orNull([(value) => isTime(value) || isFunction(value), 'milliseconds or a function']),
  when: aFunction,
}

/** Throws a `TypeError` that names the option where `value` is none for it, or where there is no such option. */
export function checkOption(name: string, value: unknown, rules: Rules, prefix = ''): void {
  const rule = Object.hasOwn(rules, name) && rules[name]
  if (!rule)
    throw new TypeError(`Unknown option "${prefix}${name}". There are: ${Object.keys(rules).join(', ')}.`)
  if (value !== undefined && !rule[0](value))
    throw new TypeError(`Option "${prefix}${name}" takes ${rule[1]}.`)
}

/** Throws as `checkOption` does, for the first that is wrong. */
export function checkEach(values: Record<string, unknown>, rules: Rules, prefix?: string): void {
  for (const name in values) checkOption(name, values[name], rules, prefix)
}

/**
 * Copies the options as they are now. Throws a `TypeError` that names the option where one is unknown, out of range, or
 * lacks another one.
 *
 * @param rules What the options of this store take.
 */
export function checkOptions(source: Options, client: ActionClient | null, rules: Rules): CheckedOptions {
  const options = { ...source }
  checkEach(options as Record<string, unknown>, rules)
  const { callId, retries, progress, recovery } = options
  if (retries !== undefined) options.retries = checkRetries(retries)
  const hasName = isObject(callId) ? callId.name : callId
  if (callId && !hasName && !recovery)
    throw new TypeError('Option "callId" needs a name, or option "recovery".')
  for (const name of ['retries', 'progress'] as const)
    if (options[name] !== undefined && !(hasName || (name === 'retries' && recovery)))
      throw new TypeError(`Option "${name}" needs option "callId".`)
  if (recovery?.resume && options.concurrency !== 'drop')
    throw new TypeError('Option "recovery" with a name needs option "concurrency" to be drop.')
  checkClient(client, 'offline', options.offline === 'fail' && !client?.subscribeToConnectionState)
  checkClient(client, 'recovery', recovery && !(client?.mutation && client.subscribeToConnectionState))
  checkClient(client, 'progress', progress && client && !('onUpdate' in client || 'watchQuery' in client))
  return options as CheckedOptions
}

function checkRetries(retries: number | RetryOptions): RetryOptions {
  // A limit that is missing is no whole number either.
  const copy = typeof retries === 'number' ? { limit: retries } : { ...retries, limit: retries.limit ?? null }
  checkEach(copy, retryRules, 'retries.')
  return copy as RetryOptions
}

/** Throws where an option asks of a client what that cannot do. */
export function checkClient(client: ActionClient | null, name: string, isTooMuch: unknown): void {
  if (client && isTooMuch) throw new TypeError(`Option "${name}" cannot work with this client.`)
}

/** The name behind a function reference, such as `emails:send`; `undefined` where it is none. */
export const nameOf = (reference: unknown): string | undefined =>
  attempt<string | undefined>(
    () => getFunctionName(reference as ActionReference),
    () => undefined,
  )
