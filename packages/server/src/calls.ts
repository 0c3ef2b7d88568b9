import {
  type GenericActionCtx,
  type GenericDataModel,
  type GenericMutationCtx,
  type GenericQueryCtx,
  mutationGeneric,
  queryGeneric,
  type RegisteredMutation,
  type RegisteredQuery,
  type ReturnValueForOptionalValidator,
} from 'convex/server'
import { ConvexError, type PropertyValidators, v } from 'convex/values'
import { checkNames, mostTries } from './call-argument.js'
import type { ComponentApi } from './component/_generated/component.js'
import { type Guarded, guard, type OnceOptions, type Returns } from './once.js'
import { type CallOutcome, callOutcome, outcomeOf } from './outcome.js'

/** The options of {@link Calls}. */
export type CallsOptions = {
  /**
   * How long a call is remembered, in milliseconds: from one hour to one year. An action may run for half an hour.
   * Pages get an answer for half of this time.
   *
   * @defaultValue One day: 86400000.
   */
  retain?: number
}

/**
 * What a page asks about, as `allow` receives it: the function's name as the page knows it, the call id, and the
 * tries. `settle` names all its tries, `outcome` names one or none. `action` is `undefined` if the page did not send
 * it.
 */
export type CallTarget = { action?: string; id: string; tries: string[] }

/** The functions that pages call. Export both from one module, and pass that module to a store as `recovery`. */
export type CallsApi = {
  /**
   * A mutation that reports what happened to a call. It also seals the tries that have not begun, so that they never
   * begin.
   *
   * - `action`: the function's name as the page knows it.
   * - `id`: the call id, 1 to 128 characters.
   * - `tries`: at most 16 tries of 1 to 128 characters.
   * - `age`: the milliseconds since `execute`.
   */
  settle: RegisteredMutation<
    'public',
    { action: string; id: string; tries: string[]; age: number },
    Promise<CallOutcome>
  >
  /**
   * A live query that reports the current state of a call. It seals nothing, so it never reports that a call will not
   * run. A call is found by one of its tries. Signed-in users also find their own calls by `action` and `id`.
   */
  outcome: RegisteredQuery<'public', { id: string; try?: string; action?: string }, Promise<CallOutcome>>
}

const hour = 3_600_000
const day = 24 * hour

/**
 * The server half of convex-action in your app: it guards actions, so that a page that lost the answer can find out
 * what happened.
 *
 * @example
 * ```ts
 * export const calls = new Calls(components.calls, { retain: 86_400_000 })
 * export const { settle, outcome } = calls.api()
 * ```
 */
export class Calls {
  readonly #component: ComponentApi
  readonly #retain: number

  /**
   * @param component The installed component: `components.calls`.
   * @param options See {@link CallsOptions}.
   * @throws `TypeError` if there is no component or an option is unknown. `RangeError` if `retain` is out of range.
   */
  constructor(component: ComponentApi, options: CallsOptions = {}) {
    if (!component) {
      throw new TypeError('new Calls: there is no component. Add app.use(calls) to convex.config.ts.')
    }
    const { retain = day, ...others } = options
    const [other] = Object.keys(others)
    if (other !== undefined) throw new TypeError(`new Calls: unknown option "${other}".`)
    if (!(retain >= hour && retain <= 365 * day)) {
      throw new RangeError(
        `new Calls: retain must be from ${hour} to ${365 * day} milliseconds, not ${retain}.`,
      )
    }
    this.#component = component
    this.#retain = retain
  }

  /**
   * Defines an action whose effect happens at most once per call id, and whose answer is remembered. The action takes
   * one more argument, `call`. Without `call`, the handler simply runs.
   *
   * If the handler must not run, or its result is gone, the action throws a `ConvexError` with {@link CallProblem}
   * data.
   *
   * @param options See {@link OnceOptions}.
   * @returns The definition to pass to `action(…)`, `internalAction(…)` or your own builder.
   * @throws `TypeError` if `args` is not an object of validators, or contains an argument `call`.
   */
  once<
    Args extends PropertyValidators,
    R extends Returns = void,
    Result extends Awaited<ReturnValueForOptionalValidator<R>> = Awaited<ReturnValueForOptionalValidator<R>>,
    Ctx = GenericActionCtx<GenericDataModel>,
  >(options: OnceOptions<Args, R, Result, Ctx>): Guarded<Args, R, Result, Ctx> {
    return guard(this.#component, this.#retain, options)
  }

  /**
   * Creates the mutation `settle` and the query `outcome`, which pages call.
   *
   * @param options `allow` decides which requests are answered. It is an additional check: users can only ask about
   * their own calls anyway. A refused request seals nothing, and its answer is `unknown`. Default: all requests are
   * allowed.
   * @returns The two functions, to export from a module of your app.
   */
  api(
    options: {
      allow?: (
        ctx: GenericQueryCtx<GenericDataModel> | GenericMutationCtx<GenericDataModel>,
        target: CallTarget,
      ) => boolean | Promise<boolean>
    } = {},
  ): CallsApi {
    const { allow = () => true } = options
    const component = this.#component
    const retain = this.#retain
    const notAllowed: CallOutcome = { state: 'unknown', why: 'not-allowed' }
    return {
      settle: mutationGeneric({
        args: { action: v.string(), id: v.string(), tries: v.array(v.string()), age: v.number() },
        returns: callOutcome,
        handler: async (ctx, { age, ...target }) => {
          if (target.tries.length > mostTries) throw tooMany(target.tries.length)
          checkNames(target.id, ...target.tries)
          if (!(await allow(ctx, target))) return notAllowed
          const user = await userOf(ctx)
          return outcomeOf(await ctx.runMutation(component.lib.settle, { ...target, user, age, retain }))
        },
      }),
      outcome: queryGeneric({
        args: { id: v.string(), try: v.optional(v.string()), action: v.optional(v.string()) },
        returns: callOutcome,
        handler: async (ctx, asked) => {
          const { id, action } = asked
          const tries = asked.try === undefined ? [] : [asked.try]
          checkNames(id, ...tries)
          if (!(await allow(ctx, { id, action, tries }))) return notAllowed
          return outcomeOf(await ctx.runQuery(component.lib.outcome, { ...asked, user: await userOf(ctx) }))
        },
      }),
    }
  }
}

const tooMany = (count: number) =>
  new ConvexError({
    convexAction: 'invalid',
    message: `A request may name at most ${mostTries} tries, not ${count}.`,
  })

async function userOf({ auth }: Pick<GenericQueryCtx<GenericDataModel>, 'auth'>): Promise<string | null> {
  return (await auth.getUserIdentity())?.tokenIdentifier ?? null
}
