import {
  type ActionClient,
  type ActionError,
  createActionStore,
  createMutationStore,
  isActionError,
} from '@convex-action/core'
import { createKeyedActionStore } from '@convex-action/core/keyed'
import { actionMachine, createInterpreter, fromConvexAction } from '@convex-action/core/machine'
import { createActionObserver } from '@convex-action/core/observer'
import { createProvider } from '@convex-action/core/provider'
import { recover } from '@convex-action/core/recovery'
import { isRefusal } from '@convex-action/core/refusal'
import { createFakeClient } from '@convex-action/core/testing'
import * as react from '@convex-action/react'
import * as svelte from '@convex-action/svelte'
import * as vue from '@convex-action/vue'
import { ConvexClient } from 'convex/browser'
import { anyApi, type FunctionReference } from 'convex/server'
import { v } from 'convex/values'

type Call = { id: string; try: string; guarded: 1 }
type Charge = FunctionReference<
  'action',
  'public',
  { amount: number; token: string; call?: Call },
  { transactionId: string }
>
type Create = FunctionReference<'mutation', 'public', { item: string }, null>

const charge = anyApi.payments?.charge as unknown as Charge
const create = anyApi.orders?.create as unknown as Create
const client: ActionClient = new ConvexClient('https://happy-otter-123.convex.cloud')

/** A wrong amount is refused in every package: the types are those of the function, not `any`. */
const wrong = { amount: '4200', token: 'tok_visa' }

export const observer = createActionObserver()
export const provider = createProvider({ client, observer, defaults: { timeout: 10_000 } })
export const interpreter = createInterpreter()
export const recovery = recover(anyApi.calls as never)
export const machines = [actionMachine, fromConvexAction(client, charge)]

export const store = createActionStore(charge, { client, recovery, concurrency: 'drop' })
export const orders = createMutationStore(create, { client })
export const keyed = createKeyedActionStore(charge, { client, limit: 2 })
export const fake = createFakeClient()

export async function pay(): Promise<string> {
  const { transactionId } = await store.execute({ amount: 4200, token: 'tok_visa' })
  await orders.mutate({ item: 'tea' })
  // @ts-expect-error: the amount is a number
  await store.execute(wrong)
  const state = store.getState()
  if (state.status === 'success') return state.data.transactionId
  return state.error ? reasonOf(state.error) : transactionId
}

export function reasonOf(error: ActionError): string {
  if (isRefusal(error, v.object({ reason: v.string() }))) return error.data.reason
  return isActionError(error) ? `${error.kind}: ${error.delivery}` : ''
}

export function inVue() {
  const { data, error, execute } = vue.useConvexAction(charge, { timeout: 1000 })
  // @ts-expect-error: the amount is a number
  void execute(wrong)
  const id: string | undefined = data.value?.transactionId
  const kind: string | undefined = error.value?.kind
  return [id, kind, vue.useInFlight().value, vue.useConvexMutation(create).mutate, vue.convexPlugin]
}

export function inReact() {
  const payment = react.useConvexAction(charge, { timeout: 1000 })
  // @ts-expect-error: the amount is a number
  void payment.execute(wrong)
  const id: string | undefined = payment.status === 'success' ? payment.data.transactionId : undefined
  return [id, react.useInFlight(), react.useConvexMutation(create).mutate, react.ConvexActionProvider]
}

export function inSvelte() {
  const payment = svelte.useConvexAction(charge, { timeout: 1000 })
  // @ts-expect-error: the amount is a number
  void payment.execute(wrong)
  const id: string | undefined = payment.data?.transactionId
  return [id, svelte.useInFlight(), svelte.useConvexMutation(create).mutate, svelte.setupConvexAction]
}
