import { ConvexClient, ConvexHttpClient } from 'convex/browser'
import type { FunctionReference } from 'convex/server'
import { expectTypeOf } from 'vitest'
import { type ButtonHTMLAttributes, type ComputedRef, createApp, type Ref, ref } from 'vue'
import {
  type ActionError,
  type ActionPhase,
  type ActionStatus,
  convexPlugin,
  createActionObserver,
  createActionStore,
  provideConvexAction,
  useActionStore,
  useConvexAction,
  useConvexClient,
  useInFlight,
  useKeyedAction,
  useKeyedMutation,
} from '../src/index.js'
import { api } from './setup.js'

declare const pay: FunctionReference<'action', 'public', { amount: number; callId?: string }, null>
declare const stepOfOrder: FunctionReference<'query', 'public', { orderId: string }, string>
declare const begin: FunctionReference<'action', 'public', { callId: string }, null>
declare const save: FunctionReference<'mutation', 'public', { to: string }, null>

const email = useConvexAction(api.emails.send)

// Arguments and result are inferred from the reference.
expectTypeOf(email.execute).parameters.toEqualTypeOf<[args: { to: string }]>()
expectTypeOf(email.execute({ to: 'ada' })).toEqualTypeOf<Promise<{ messageId: string }>>()
expectTypeOf(email.data.value?.messageId).toEqualTypeOf<string | undefined>()
expectTypeOf(email.args.value).toEqualTypeOf<{ to: string } | undefined>()

// The fields are what the documentation says.
expectTypeOf(email.data).toExtend<Ref<{ messageId: string } | undefined>>()
expectTypeOf(email.error).toExtend<Ref<Error | null>>()
expectTypeOf(email.error.value).toEqualTypeOf<ActionError | null>()
expectTypeOf(email.status).toEqualTypeOf<ComputedRef<ActionStatus>>()
expectTypeOf(email.pending).toEqualTypeOf<ComputedRef<boolean>>()
expectTypeOf(email.phase).toEqualTypeOf<ComputedRef<ActionPhase | undefined>>()

// An action without arguments takes none.
useConvexAction(api.emails.hang).execute()

// A bound store keeps its types.
expectTypeOf(useActionStore(createActionStore(api.emails.send, {}, { client: null }))).toEqualTypeOf(email)

// @ts-expect-error wrong arguments
email.execute({ wrong: 'args' })
// @ts-expect-error missing arguments
email.execute()
// @ts-expect-error arguments where none are taken
useConvexAction(api.emails.hang).execute({ to: 'ada' })
// @ts-expect-error an event
export const onHang: ButtonHTMLAttributes['onClick'] = useConvexAction(api.emails.hang).execute
// @ts-expect-error an event, where the call id is the only argument
export const onBegin: ButtonHTMLAttributes['onClick'] = useConvexAction(begin, { callId: 'callId' }).execute
// @ts-expect-error a mutation
useConvexAction(save)
// @ts-expect-error an unknown option
useConvexAction(api.emails.send, { retry: 3 })
// @ts-expect-error what is shown is not for a component to set
email.data.value = undefined

// Every client can be provided. Its type is the usual one unless you say otherwise.
createApp({}).use(convexPlugin, { client: new ConvexClient('') })
createApp({}).use(convexPlugin, { client: new ConvexHttpClient('') })
expectTypeOf(useConvexClient()).toEqualTypeOf<ConvexClient>()
expectTypeOf(useConvexClient<ConvexHttpClient>()).toEqualTypeOf<ConvexHttpClient>()
// @ts-expect-error no client
createApp({}).use(convexPlugin, {})
// @ts-expect-error no options
createApp({}).use(convexPlugin)

// With callId, that argument is no longer required, and is not shown.
const { place, step } = api.orders
const order = useConvexAction(place, { callId: 'callId', retries: 2, progress: step })
expectTypeOf(order.execute).parameters.toEqualTypeOf<[args: { item: string; gate: string }]>()
expectTypeOf(order.args.value).toEqualTypeOf<{ item: string; gate: string } | undefined>()
expectTypeOf(order.callId).toEqualTypeOf<ComputedRef<string | undefined>>()
expectTypeOf(order.attempt).toEqualTypeOf<ComputedRef<number>>()
expectTypeOf(order.progress.value).toEqualTypeOf<{ step: string } | null | undefined>()
expectTypeOf(order.retry()).toEqualTypeOf<Promise<{ item: string; callId: string; calls: number }>>()
useConvexAction(place, { callId: { name: 'callId', create: ({ item }) => item } })
// @ts-expect-error the call id is not for the caller to give
order.execute({ item: 'tea', gate: 'g', callId: '1' })
// @ts-expect-error without callId the argument is one like all others
useConvexAction(place).execute({ item: 'tea', gate: 'g' })

// Options as a ref or a getter are the same options.
const timeout = ref(1000)
useConvexAction(place, ref({ callId: 'callId' as const })).execute({ item: 'tea', gate: 'g' })
const asked = useConvexAction(place, () => ({ callId: 'callId', timeout: timeout.value }))
expectTypeOf(asked.execute).parameters.toEqualTypeOf<[args: { item: string; gate: string }]>()
useConvexAction(place, {
  callId: 'callId',
  onSuccess: ({ calls }, { args }) => {
    expectTypeOf(calls).toEqualTypeOf<number>()
    expectTypeOf(args).toEqualTypeOf<{ item: string; gate: string }>()
  },
})

// @ts-expect-error retries without callId
useConvexAction(place, { retries: 2 })
// @ts-expect-error progress without callId
useConvexAction(place, { progress: step })
// @ts-expect-error a call id that is no argument
useConvexAction(place, { callId: 'id' })
// @ts-expect-error a call id that is no string
useConvexAction(pay, { callId: 'amount' })
// @ts-expect-error a progress query that does not take the call id
useConvexAction(pay, { callId: 'callId', progress: stepOfOrder })
// @ts-expect-error a progress query that is none
useConvexAction(place, { callId: 'callId', progress: place })
// @ts-expect-error retries without callId, in a getter
useConvexAction(place, () => ({ retries: 2 }))
// @ts-expect-error an unknown option beside known ones
useConvexAction(place, { callId: 'callId', retry: 2 })

// Who the user is comes with the client.
createApp({}).use(convexPlugin, { client: new ConvexClient(''), identity: () => 'ada' })

// One number for everything below a provider.
expectTypeOf(useInFlight()).toEqualTypeOf<ComputedRef<number>>()

// Each key has a store with the types of the function; the summary counts.
const emails = useKeyedAction(api.emails.send, { limit: 2, timeout: 1000 })
expectTypeOf(emails.inFlight).toEqualTypeOf<ComputedRef<number>>()
expectTypeOf(emails.counts.value.error).toEqualTypeOf<number>()
expectTypeOf(emails.for('ada').execute).parameters.toEqualTypeOf<[args: { to: string }]>()
expectTypeOf(useActionStore(emails.for('ada'))).toEqualTypeOf(useConvexAction(api.emails.send))
expectTypeOf(useKeyedMutation(save).for(1).mutate).parameters.toEqualTypeOf<[args: { to: string }]>()
// @ts-expect-error a mutation
useKeyedAction(save)
// @ts-expect-error an unknown option beside known ones
useKeyedAction(api.emails.send, { limit: 2, retry: 3 })
// @ts-expect-error what is not a key
emails.for({})

// A ref of the whole state narrows, as in a template with `state.status`.
const { state } = email
if (state.value.status === 'success') expectTypeOf(state.value.data).toEqualTypeOf<{ messageId: string }>()
if (state.value.status === 'error') expectTypeOf(state.value.error).toEqualTypeOf<ActionError>()
if (state.value.pending) expectTypeOf(state.value.phase).toEqualTypeOf<ActionPhase>()
// @ts-expect-error what is shown is not for a component to set
email.state.value = state.value

// Settings may be refs, or functions that read refs.
provideConvexAction({
  client: new ConvexHttpClient(''),
  identity: () => 'ada',
  ready: () => true,
  observer: createActionObserver(),
  defaults: ref({ timeout: 1000 }),
  messages: ({ kind }) => kind,
})
// @ts-expect-error a value cannot change
provideConvexAction({ ready: true })
// @ts-expect-error what is no default
provideConvexAction({ defaults: { callId: 'callId' } })
