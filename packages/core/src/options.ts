import type { OptimisticUpdate } from 'convex/browser'
import { type FunctionArgs, type FunctionReference, getFunctionName } from 'convex/server'
import type { ActionError } from './errors.js'
import type {
  ActionArgs,
  ActionClient,
  ActionReference,
  ActionResult,
  Callable,
  CallIdName,
  MutationReference,
} from './types.js'

/** What is said to every callback about its execution. */
export interface ExecutionContext<Args = unknown> {
  /** The arguments as they were given, without the call id. */
  args: Args
  /** Whether this execution is the one that the state shows. */
  shown: boolean
  /** Whether anything is subscribed to the store; false once its component is unmounted. */
  mounted: boolean
}

/** The names of the string arguments of an action or a mutation: those that can receive a call id. */
export type StringArgument<Ref extends Callable> = StringKey<FunctionArgs<Ref>>

type StringKey<Args> = Args extends unknown
  ? { [Key in keyof Args]-?: string extends Args[Key] ? Key : never }[keyof Args] & string
  : never

/** Further tries after the first. */
export interface RetryOptions {
  /** How many further tries at most: 0, 1, 2, … */
  limit: number
  /**
   * Milliseconds before a try, or a function of the number of tries so far. Default: exponential with jitter, up to
   * half a minute.
   */
  delay?: number | ((attempt: number) => number)
  /** Whether to try again after this error. Default: kind `connection` only. */
  when?(error: ActionError): boolean
}

interface BaseOptions<Ref extends Callable, Id extends CallIdName> {
  /** The client to use instead of the provided one. Read once, when the store is made. */
  client?: ActionClient
  /**
   * What a further call does while one is unsettled. `parallel`: it is sent too and the state shows the newest.
   * `drop`: it is refused at once with kind `dropped`. `queue`: one after the other. Default: `parallel`.
   */
  concurrency?: 'parallel' | 'drop' | 'queue'
  /**
   * Without a connection: `wait` until the socket is open, or `fail` at once with kind `offline` (during the very first
   * handshake it waits). Default: `wait`.
   */
  offline?: 'wait' | 'fail'
  /** Milliseconds from `execute` to settling, waiting included: 1 to 2147483647. Default: none. */
  timeout?: number
  /**
   * Names the current user. When the answer differs (`Object.is`), nothing of the former user is shown or sent any
   * more. Read at `execute`, before a held call is sent, and at settling.
   */
  identity?(): unknown
  /** Called for every execution, once its first state is published. */
  onExecute?(context: ExecutionContext<ActionArgs<Ref, Id>>): unknown
  /** Called for every execution that succeeded. */
  onSuccess?(data: ActionResult<Ref>, context: ExecutionContext<ActionArgs<Ref, Id>>): unknown
  /** Called for every execution that failed. */
  onError?(error: ActionError, context: ExecutionContext<ActionArgs<Ref, Id>>): unknown
  /** Called for every execution that ended, after `onSuccess` or `onError`. */
  onSettled?(
    data: ActionResult<Ref> | undefined,
    error: ActionError | null,
    context: ExecutionContext<ActionArgs<Ref, Id>>,
  ): unknown
}

interface CallOptions<Ref extends Callable, Id extends CallIdName, Query extends FunctionReference<'query'>> {
  /**
   * The action's string argument that receives an id per execution, the same over its tries. `{ name, create }` where
   * the id comes from the application; else a random UUID. Default: none.
   */
  callId?: Id | { name: Id; create(args: ActionArgs<Ref, Id>): string }
  /**
   * Further tries after the first: a number, or how many, how far apart and when. Only together with `callId`, since
   * an action may run at most once unless it can tell a repeat. Default: none.
   */
  retries?: number | RetryOptions
  /** A query that takes the call id under the same name; subscribed while pending. Default: none. */
  progress?: Query & ({ [Key in Id & string]: string } extends FunctionArgs<Query> ? unknown : never)
}

/** How a store behaves. Each is optional. */
export type ActionOptions<
  Ref extends ActionReference = ActionReference,
  Id extends CallIdName = undefined,
  Query extends FunctionReference<'query'> = never,
> = BaseOptions<Ref, Id> &
  CallOptions<Ref, Id, Query> &
  (Id extends string ? unknown : { retries?: undefined; progress?: undefined })

/** How a store of a mutation behaves. Each is optional. */
export type MutationStoreOptions<
  Ref extends MutationReference = MutationReference,
  Id extends CallIdName = undefined,
  Query extends FunctionReference<'query'> = never,
> = BaseOptions<Ref, Id> &
  Omit<CallOptions<Ref, Id, Query>, 'retries'> &
  (Id extends string ? unknown : { progress?: undefined }) & {
    /**
     * Convex's own optimistic update: what queries show from the moment the mutation is handed over until its result is
     * there, or until it fails. Needs a client with queries, so not `ConvexHttpClient`. Default: none.
     */
    optimisticUpdate?: OptimisticUpdate<FunctionArgs<Ref>>
  }

/** Options as the store reads them: inside, it does not know what it runs. */
export interface Options extends BaseOptions<Callable, undefined> {
  optimisticUpdate?: unknown
  callId?: string | { name: string; create(args: object): string }
  retries?: number | RetryOptions
  progress?: FunctionReference<'query'>
}

export type Rule = [isRight: (value: unknown) => unknown, takes: string]

const longest = 2 ** 31 - 1
const isFunction = (value: unknown) => typeof value === 'function'
const isName = (value: unknown) => value && typeof value === 'string'
/** Whether it is a number of milliseconds that a timer can wait. */
export const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= longest
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
export const aFunction: Rule = [isFunction, 'a function']
const oneOf = (...values: unknown[]): Rule => [(value) => values.includes(value), values.join(' or ')]

const rules: Record<string, Rule> = {
  client: [() => true, ''],
  concurrency: oneOf('parallel', 'drop', 'queue'),
  offline: oneOf('wait', 'fail'),
  timeout: [(value) => isTime(value) && value >= 1, `milliseconds from 1 to ${longest}`],
  callId: [
    (value) => isName(value) || (isObject(value) && isName(value.name) && isFunction(value.create)),
    'the name of an argument or { name, create }',
  ],
  retries: [(value) => isCount(value) || isObject(value), 'a whole number or { limit, delay, when }'],
  progress: [nameOf, 'a query'],
  identity: aFunction,
  onExecute: aFunction,
  onSuccess: aFunction,
  onError: aFunction,
  onSettled: aFunction,
}

const retryRules: Record<string, Rule> = {
  limit: [isCount, 'a whole number'],
  delay: [(value) => isTime(value) || isFunction(value), 'milliseconds or a function'],
  when: aFunction,
}

function checkAll(values: object, rules: Record<string, Rule>, prefix = ''): void {
  for (const [name, value] of Object.entries(values)) {
    const [isRight, takes] = (Object.hasOwn(rules, name) && rules[name]) || []
    if (!isRight) {
      throw new TypeError(`Unknown option "${prefix}${name}". There are: ${Object.keys(rules).join(', ')}.`)
    }
    if (value !== undefined && !isRight(value))
      throw new TypeError(`Option "${prefix}${name}" takes ${takes}.`)
  }
}

/**
 * Throws a `TypeError` that names the option where one is unknown, out of range, or lacks another one.
 *
 * @param own The rules of this kind of store, besides those that hold for all.
 */
export function checkOptions(
  options: Options,
  client: ActionClient | null,
  own?: Record<string, Rule>,
): void {
  checkAll(options, own ? { ...rules, ...own } : rules)
  const { retries, progress, callId, offline } = options
  if (typeof retries === 'object')
    checkAll({ ...retries, limit: retries.limit ?? null }, retryRules, 'retries.')
  for (const [name, value] of Object.entries({ retries, progress })) {
    if (value !== undefined && !callId) throw new TypeError(`Option "${name}" needs option "callId".`)
  }
  const isConnected = client?.subscribeToConnectionState
  checkClient(client, 'offline', offline === 'fail' && !isConnected)
  checkClient(client, 'progress', progress && client && !('onUpdate' in client || 'watchQuery' in client))
}

/** Throws where an option asks of a client what that cannot do. */
export function checkClient(client: ActionClient | null, name: string, isTooMuch: unknown): void {
  if (client && isTooMuch) throw new TypeError(`Option "${name}" cannot work with this client.`)
}

/** The argument that receives the call id. */
export const callIdName = (callId: NonNullable<Options['callId']>): string =>
  typeof callId === 'string' ? callId : callId.name

/** The name behind a function reference, such as `emails:send`; `undefined` where it is none. */
export function nameOf(reference: unknown): string | undefined {
  try {
    return getFunctionName(reference as ActionReference)
  } catch {
    return undefined
  }
}
