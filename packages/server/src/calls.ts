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

/** Options of `new Calls`. */
export type CallsOptions = {
  /**
   * How long a call is remembered, in milliseconds: at least an hour (an action may run for half an hour), at most a
   * year. Default a day. A page is answered for half as long.
   */
  retain?: number
}

/** What a page asks about: `settle` names tries, `outcome` one or none. */
export type CallTarget = { action?: string; id: string; tries: string[] }

/** The functions for pages. Export both from one module, and give a store that module as `recovery`. */
export type CallsApi = {
  /**
   * Says what became of a call, and seals the tries that have not begun: they never will. `action` is the function's name
   * as the page knows it, `age` the milliseconds since `execute`. At most 16 tries, ids and tries of 1 to 128 characters.
   */
  settle: RegisteredMutation<
    'public',
    { action: string; id: string; tries: string[]; age: number },
    Promise<CallOutcome>
  >
  /**
   * What is known of a call now, as a live query. It proves nothing but what it says: never that a call will not run.
   * A call is found by one of its tries; who is signed in finds their own by its action and id too.
   */
  outcome: RegisteredQuery<'public', { id: string; try?: string; action?: string }, Promise<CallOutcome>>
}

const hour = 3_600_000
const day = 24 * hour

/**
 * The app's side of the component: guards actions, so that a page that lost the answer can learn it.
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
   * @param component the installed component: `components.calls`
   * @throws when there is no component, or an option is unknown or out of range
   */
  constructor(component: ComponentApi, options: CallsOptions = {}) {
    if (!component) {
      throw new TypeError('new Calls: there is no component. Add app.use(calls) to convex.config.ts.')
    }
    const { retain = day, ...others } = options
    const [other] = Object.keys(others)
    if (other !== undefined) throw new TypeError(`new Calls: there is no option "${other}".`)
    if (!(retain >= hour && retain <= 365 * day)) {
      throw new RangeError(
        `new Calls: retain must be from ${hour} to ${365 * day} milliseconds, not ${retain}.`,
      )
    }
    this.#component = component
    this.#retain = retain
  }

  /**
   * The definition of an action whose effect happens at most once for each call id, and whose answer is remembered. It
   * takes one more argument, `call`; without `call` the handler simply runs.
   *
   * The action throws a `ConvexError` with `CallProblem` data where the handler may not run, or its result is gone.
   *
   * @throws when `args` is no object of validators, or has an argument `call` itself
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
   * The mutation `settle` and the query `outcome`, for pages.
   *
   * @param options `allow` says who may ask, besides what the component checks: it answers only whose call it is. A
   * refused request seals nothing and gets `unknown`
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
    message: `A request names at most ${mostTries} tries, not ${count}.`,
  })

async function userOf({ auth }: Pick<GenericQueryCtx<GenericDataModel>, 'auth'>): Promise<string | null> {
  return (await auth.getUserIdentity())?.tokenIdentifier ?? null
}
