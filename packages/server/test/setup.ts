import {
  type ApiFromModules,
  anyApi,
  defineSchema,
  type FilterApi,
  type FunctionReference,
} from 'convex/server'
import { ConvexError } from 'convex/values'
import { convexTest, type TestConvexForDataModel } from 'convex-test'
import { beforeEach, vi } from 'vitest'
import type { DataModel } from '../src/component/_generated/dataModel.js'
import { type CallProblem, isCallProblem } from '../src/index.js'
import { macOf } from '../src/json.js'
import { modules as componentModules, register, schema } from '../src/test.js'
import type * as calls from './convex/calls.js'
import { components } from './convex/calls.js'
import type * as payments from './convex/payments.js'
import { service } from './convex/service.js'

type Modules = { calls: typeof calls; payments: typeof payments }

// biome-ignore lint/suspicious/noExplicitAny: the form of convex's own generated code
type Public = FunctionReference<any, 'public'>
// biome-ignore lint/suspicious/noExplicitAny: see above
type Internal = FunctionReference<any, 'internal'>
export const api = anyApi as unknown as FilterApi<ApiFromModules<Modules>, Public>
export const internal = anyApi as unknown as FilterApi<ApiFromModules<Modules>, Internal>

const appModules = {
  './_generated/api.js': async () => ({}),
  './calls.ts': () => import('./convex/calls.js'),
  './payments.ts': () => import('./convex/payments.js'),
}

export type Test = ReturnType<typeof start>

/** The app with the component, on convex-test. `modules` replace some modules of the component. */
export function start(modules: Partial<Record<string, () => Promise<unknown>>> = {}) {
  const t = convexTest({ schema: defineSchema({}), modules: appModules, transactionLimits: true })
  if (Object.keys(modules).length === 0) register(t)
  else t.registerComponent('calls', schema, { ...componentModules, ...modules } as typeof componentModules)
  return t
}

/** The app without the component. */
export function startWithout() {
  return convexTest({ schema: defineSchema({}), modules: appModules })
}

export const day = 86_400_000
export const ada = { tokenIdentifier: 'ada' }
export const bob = { tokenIdentifier: 'bob' }

/** The argument `call`. */
export const call = (secret = 'try-1', id = 'cart-1') => ({ id, try: secret, guarded: 1 as const })

/** The question of `settle` about `payments:charge`. */
export const about = (tries: string[] = ['try-1'], id = 'cart-1') => ({
  action: 'payments:charge',
  id,
  tries,
  age: 1000,
})

/** The component's rows, oldest first. */
export function rowsOf(t: object) {
  return inComponent(t, (ctx) => ctx.db.query('tries').collect())
}

/** The states of the claims and tombstones, oldest first. */
export const statesOf = async (t: object) => (await rowsOf(t)).map(({ state }) => state)

/** Reads and writes the component's tables. */
export function inComponent<T>(
  t: object,
  callback: Parameters<TestConvexForDataModel<DataModel>['run']>[0] extends (ctx: infer Ctx) => unknown
    ? (ctx: Ctx) => Promise<T>
    : never,
): Promise<T> {
  // It exists, but is missing from the type.
  const { runInComponent } = t as unknown as {
    runInComponent(name: string, callback: unknown): Promise<T>
  }
  return runInComponent('calls', callback)
}

/** Claims a call like a handler that dies at once: it never beats, and never records an end. */
export async function dieAfterClaim(t: Pick<Test, 'action'>, secret = 'try-1', repeatable = false) {
  const claim = {
    action: repeatable ? 'payments:chargeAgain' : 'payments:charge',
    user: null,
    id: 'cart-1',
    try: secret,
    mac: await macOf('cart-1', { amount: 1 }),
    repeatable,
    retain: day,
  }
  return t.action((ctx) => ctx.runMutation(components.calls.lib.claim, claim))
}

/** Whether an error is of this kind and comes from the guard itself. */
export const isProblem = (error: unknown, sort: CallProblem['convexAction']) =>
  error instanceof ConvexError && isCallProblem(error.data) && error.data.convexAction === sort

/** A promise that is settled by hand. */
export function gate<T = void>() {
  let open = (_value: T) => {}
  const opened = new Promise<T>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

export { components, service }

beforeEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  service.charges = []
  service.before = async () => {}
  service.answer = async () => ({ transactionId: 'transaction-1' })
})
