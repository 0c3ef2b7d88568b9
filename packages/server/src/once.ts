import type { GenericActionCtx, GenericDataModel, ReturnValueForOptionalValidator } from 'convex/server'
import {
  ConvexError,
  type GenericValidator,
  type ObjectType,
  type PropertyValidators,
  type Value,
  type VOptional,
  v,
} from 'convex/values'
import { startBeating } from './beating.js'
import { type CallArgument, callArgument, checkNames } from './call-argument.js'
import type { ComponentApi } from './component/_generated/component.js'
import { fromText, isEncodable, macOf, toText } from './json.js'
import { problem } from './problem.js'
import { isRefusal, Refusal } from './refusal.js'

/**
 * What a guarded handler receives about its call.
 *
 * - `id`: the call id, for example for a payment service's idempotency key. It is random if the request had no
 *   argument `call`.
 * - `guarded`: whether the request had the argument `call`. If `false`, nothing is remembered.
 */
export type OnceCall = { id: string; guarded: boolean }

type Ctx = GenericActionCtx<GenericDataModel>

/** The types that the option `returns` may have. */
// biome-ignore lint/suspicious/noConfusingVoidType: Convex's own types say `void` where there is no validator
export type Returns = GenericValidator | PropertyValidators | void

/** The options of `calls.once`: the options of an action, and how its calls are remembered. */
export type OnceOptions<Args extends PropertyValidators, R extends Returns, Result, C> = {
  /** The validators of the action's arguments. `call` is added to them. */
  args: Args
  /**
   * The validator of the result, as for any action.
   *
   * @defaultValue No validator.
   */
  returns?: R
  /** The handler of the action. Its third argument tells the call id: see {@link OnceCall}. */
  handler: (ctx: C, args: ObjectType<Args>, call: OnceCall) => Promise<Result> | Result
  /**
   * Whether a new try may run the handler again after a try was lost. Set it to `true` only if the service that you
   * call honours `call.id` as an idempotency key.
   *
   * @defaultValue `false`: a call that may have had its effect never runs again.
   */
  repeatable?: boolean
  /**
   * Whether results are stored, for pages that lose the answer.
   *
   * @defaultValue `true`
   */
  keepResult?: boolean
}

/** What `calls.once` returns: the definition of an action, for `action(…)`, `internalAction(…)` or your own builder. */
export type Guarded<Args extends PropertyValidators, R extends Returns, Result, C> = {
  /** The validators of the arguments, including `call`. */
  args: Args & { call: VOptional<typeof callArgument> }
  /** The validator of the result. `undefined` if there is none. */
  returns: R
  /** The guarded handler. */
  handler: (ctx: C, args: ObjectType<Args> & { call?: CallArgument }) => Promise<Result>
}

const firstPollMs = 100
const slowestPollMs = 5000
const noteDelaysMs = [0, 100, 200, 400, 800, 1600]

/** Defines an action whose calls are remembered. */
export function guard<
  Args extends PropertyValidators,
  R extends Returns,
  Result extends Awaited<ReturnValueForOptionalValidator<R>>,
  C,
>(
  component: ComponentApi,
  retain: number,
  options: OnceOptions<Args, R, Result, C>,
): Guarded<Args, R, Result, C> {
  const { args, returns, handler, repeatable = false, keepResult = true } = options
  if (args === null || typeof args !== 'object' || 'isConvexValidator' in args) {
    throw new TypeError('calls.once: `args` must be an object with a validator for each argument.')
  }
  if ('call' in args) throw new TypeError('calls.once adds the argument `call` itself. Choose another name.')
  return {
    args: { ...args, call: v.optional(callArgument) },
    returns: returns as R,
    handler: async (ctx, { call, ...rest }) => {
      const own = rest as unknown as ObjectType<Args>
      if (!call) return handler(ctx, own, { id: crypto.randomUUID(), guarded: false })
      checkNames(call.id, call.try)
      const on = { ctx: ctx as Ctx, component, call }
      const known = await claim(on, { retain, repeatable, args: own as Record<string, Value> })
      // The result was stored as text, so its type is lost here.
      if (known.state !== 'claimed') return concluded(known) as Result
      return runClaimed(on, keepResult, async () => handler(ctx, own, { id: call.id, guarded: true }))
    },
  }
}

type On = { ctx: Ctx; component: ComponentApi; call: CallArgument }
type Claimed = Awaited<ReturnType<typeof claim>>

// Claims the call. If an earlier try of the same call is running, it waits, because the end of that try is the answer
// for this try too.
async function claim(
  { ctx, component, call }: On,
  { args, ...options }: { retain: number; repeatable: boolean; args: Record<string, Value> },
) {
  const { name } = await ctx.meta.getFunctionMetadata()
  const user = (await ctx.auth.getUserIdentity())?.tokenIdentifier ?? null
  const key = { action: name, user, id: call.id, try: call.try, mac: await macOf(call.id, args) }
  for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 2, slowestPollMs)) {
    const answer = await ctx.runMutation(component.lib.claim, { ...key, ...options })
    if (answer.state !== 'running') return answer
    await pause(pollMs)
  }
}

// The answer of a call that must not run now.
function concluded(known: Exclude<Claimed, { state: 'claimed' }>): Value {
  const value = 'value' in known && known.value !== undefined ? fromText(known.value) : undefined
  switch (known.state) {
    case 'finished':
      if (value === undefined) throw problem('result-lost')
      return value
    case 'refused':
      throw value === undefined ? new Error('This call was refused before.') : new Refusal(value)
    case 'failed':
      throw value === undefined ? new Error('This call failed before.') : new ConvexError(value)
    case 'running':
      throw new Error('This call is still running.')
    default:
      throw problem(known.state)
  }
}

async function runClaimed<Result>(
  { ctx, component, call }: On,
  keepResult: boolean,
  run: () => Promise<Result>,
): Promise<Result> {
  const stop = startBeating(() => ctx.runMutation(component.lib.beat, { try: call.try }))
  const note = (state: 'finished' | 'refused' | 'failed', value?: string) =>
    untilNoted(() => ctx.runMutation(component.lib.end, { try: call.try, state, value }))
  try {
    const result = await run().catch(async (error: unknown) => {
      const value = error instanceof ConvexError ? toText(error.data) : undefined
      await note(isRefusal(error) ? 'refused' : 'failed', value)
      throw error
    })
    await note('finished', keepResult ? toText(result) : undefined)
    // Otherwise Convex would answer that the call failed.
    if (!isEncodable(result)) throw problem('result-lost')
    return result
  } finally {
    await stop()
  }
}

// The effect has happened. If storing the outcome fails, that must not become the answer.
async function untilNoted(note: () => Promise<unknown>): Promise<void> {
  for (const delayMs of noteDelaysMs) {
    if (delayMs > 0) await pause(delayMs)
    const failure = await note().then(
      () => null,
      (error: unknown) => ({ error }),
    )
    if (!failure) return
    if (delayMs === noteDelaysMs.at(-1)) console.warn('The end of a call could not be noted.', failure.error)
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
