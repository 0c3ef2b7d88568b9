import { getFunctionName } from 'convex/server'
import { isObject } from './is-object.js'
import type { CheckedOptions, Options } from './options.js'
import { attempt } from './report.js'
import type { RetryOptions } from './retry-options.js'
import type { ActionClient, ActionReference } from './types.js'

/** A check for the value of an option, and a text for the error message that says what is allowed. */
export type Rule = readonly [isRight: (value: unknown) => unknown, takes?: string]
/** For options that can have a default on the provider. `null` switches that default off. */
const orNull = ([isRight, ...takes]: Rule): Rule => [(value) => value === null || isRight(value), ...takes]
export type Rules = Record<string, Rule>

const longest = 2 ** 31 - 1
const isFunction = (value: unknown) => typeof value === 'function'
const isName = (value: unknown) => value && typeof value === 'string'
/** Whether it is a number of milliseconds that a timer accepts. */
export const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= longest
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0
export const aFunction: Rule = [isFunction, 'a function']
const oneOf = (...values: unknown[]): Rule => [(value) => values.includes(value), values.join(' or ')]

/** The checks for the options of every store. */
export const rules: Rules = {
  // `Connection` checks the client.
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

/** Throws a `TypeError` that names the option if it is unknown or its value is invalid. */
export function checkOption(name: string, value: unknown, rules: Rules, prefix = ''): void {
  const rule = Object.hasOwn(rules, name) && rules[name]
  if (!rule)
    throw new TypeError(`Unknown option "${prefix}${name}". Known options: ${Object.keys(rules).join(', ')}.`)
  if (value !== undefined && !rule[0](value))
    throw new TypeError(`Option "${prefix}${name}" takes ${rule[1]}.`)
}

/** Checks all options. Throws as `checkOption` does, for the first option that is wrong. */
export function checkEach(values: Record<string, unknown>, rules: Rules, prefix?: string): void {
  for (const name in values) checkOption(name, values[name], rules, prefix)
}

/**
 * Copies the options. Throws a `TypeError` that names the option if it is unknown, invalid, or requires another
 * option.
 *
 * @param rules The checks for the options of this store.
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
    throw new TypeError('Option "recovery" with "remember" needs concurrency: "drop".')
  checkClient(client, 'offline', options.offline === 'fail' && !client?.subscribeToConnectionState)
  checkClient(client, 'recovery', recovery && !(client?.mutation && client.subscribeToConnectionState))
  checkClient(client, 'progress', progress && client && !('onUpdate' in client || 'watchQuery' in client))
  return options as CheckedOptions
}

function checkRetries(retries: number | RetryOptions): RetryOptions {
  // A missing limit is invalid too.
  const copy = typeof retries === 'number' ? { limit: retries } : { ...retries, limit: retries.limit ?? null }
  checkEach(copy, retryRules, 'retries.')
  return copy as RetryOptions
}

/** Throws if the client does not support the option. */
export function checkClient(client: ActionClient | null, name: string, isTooMuch: unknown): void {
  if (client && isTooMuch) throw new TypeError(`Option "${name}" cannot work with this client.`)
}

/** The name of a function reference, such as `emails:send`, or `undefined` if it is not a reference. */
export const nameOf = (reference: unknown): string | undefined =>
  attempt<string | undefined>(
    () => getFunctionName(reference as ActionReference),
    () => undefined,
  )
