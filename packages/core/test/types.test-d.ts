import { ConvexClient, ConvexHttpClient } from 'convex/browser'
import { ConvexReactClient } from 'convex/react'
import type { FunctionArgs, FunctionReference } from 'convex/server'
import { v } from 'convex/values'
import { expectTypeOf } from 'vitest'
import { type ActorRefFrom, assign, createActor, type InputFrom, type OutputFrom, setup } from 'xstate'
import {
  type ActionError,
  type ActionOptions,
  type ActionPhase,
  createActionStore,
  createMutationStore,
  type ExecuteArgs,
  type MessageTable,
} from '../src/index.js'
import { createKeyedActionStore } from '../src/keyed.js'
import {
  type ConvexActorLogic,
  type ConvexActorRef,
  fromConvexAction,
  fromConvexMutation,
} from '../src/machine.js'
import { createProvider } from '../src/provider.js'
import { type CallsApi, recover } from '../src/recovery.js'
import { isRefusal } from '../src/refusal.js'
import { createFakeClient } from '../src/testing.js'
import { guarded, ping, send } from './actions.js'

declare const save: FunctionReference<'mutation', 'public', { to: string }, null>
declare const internal: FunctionReference<'action', 'internal', { to: string }, null>
declare const either: FunctionReference<'action', 'public', { id: string } | { name: string }, null>

const client = new ConvexClient('https://happy-otter-123.convex.cloud')
const store = createActionStore(send, { client })

// Every client that product.md names is accepted.
createActionStore(send, { client: new ConvexHttpClient('') })
createActionStore(send, { client: new ConvexReactClient('') })
createActionStore(send, {}, { client: null })
createActionStore(send, () => ({ client }))
createMutationStore(save, {}, { client })

// Without a provider, the options must contain a client.
// @ts-expect-error no options
createActionStore(send)
// @ts-expect-error no client
createActionStore(send, {})
// @ts-expect-error no client, in a function
createActionStore(send, () => ({ timeout: 5 }))
// @ts-expect-error a client that may be missing
createActionStore(send, { client: undefined })
// @ts-expect-error no client for a mutation
createMutationStore(save, { timeout: 5 })
// @ts-expect-error null is no options
createActionStore(send, null, { client })

// Arguments and result have the types of the action.
expectTypeOf(store.execute).parameters.toEqualTypeOf<[args: { to: string }]>()
expectTypeOf(store.execute({ to: 'ada' })).toEqualTypeOf<Promise<{ messageId: string }>>()
expectTypeOf<ExecuteArgs<typeof either>>().toEqualTypeOf<[args: { id: string } | { name: string }]>()

// An action without arguments takes none.
createActionStore(ping, { client }).execute()
createActionStore(ping, { client }).execute({})

// @ts-expect-error wrong arguments
store.execute({ wrong: 'args' })
// @ts-expect-error missing arguments
store.execute()
// @ts-expect-error an argument of another type
store.execute({ to: 7 })
// @ts-expect-error arguments where none are taken
createActionStore(ping, { client }).execute({ to: 'ada' })
// @ts-expect-error a mutation
createActionStore(save, { client })
// @ts-expect-error an internal action
createActionStore(internal, { client })
// @ts-expect-error no reference
createActionStore(undefined, { client })
// @ts-expect-error an unknown option
createActionStore(send, { client, timeuot: 5 })
// @ts-expect-error a value that an option does not take
createActionStore(send, { client, concurrency: 'first' })
// @ts-expect-error what is no client
createActionStore(send, { client: {} })

// The state narrows on `status`.
const state = store.getState()
expectTypeOf(state.data).toEqualTypeOf<{ messageId: string } | undefined>()
expectTypeOf(state.inFlight).toEqualTypeOf<number>()
if (state.status === 'idle') expectTypeOf(state.args).toEqualTypeOf<undefined>()
if (state.status === 'pending') expectTypeOf(state.phase).toEqualTypeOf<ActionPhase>()
if (state.status === 'success') expectTypeOf(state.data).toEqualTypeOf<{ messageId: string }>()
if (state.status === 'error') expectTypeOf(state.error).toEqualTypeOf<ActionError>()
if (state.status !== 'idle') expectTypeOf(state.args).toEqualTypeOf<{ to: string }>()
store.subscribe((state) =>
  expectTypeOf(state.status).toEqualTypeOf<'idle' | 'pending' | 'success' | 'error'>(),
)

// With `callId`, `execute` takes all arguments except that one, in each member of a union.
declare const charge: FunctionReference<'action', 'public', { amount: number; callId: string }, string>
declare const optional: FunctionReference<'action', 'public', { callId?: string }, string>
declare const pay: FunctionReference<
  'action',
  'public',
  { card: string; callId: string } | { iban: string; callId: string },
  null
>
declare const progressOf: FunctionReference<'query', 'public', { callId: string }, { done: number }>
declare const progressOfUser: FunctionReference<'query', 'public', { userId: string }, number>
declare const progressOfMore: FunctionReference<'query', 'public', { callId: string; userId: string }, number>

const charging = createActionStore(charge, { client, callId: 'callId', retries: 3, progress: progressOf })
expectTypeOf(charging.execute).parameters.toEqualTypeOf<[args: { amount: number }]>()
expectTypeOf(charging.retry()).toEqualTypeOf<Promise<string>>()
expectTypeOf(charging.getState().progress).toEqualTypeOf<{ done: number } | undefined>()
expectTypeOf(charging.getState().callId).toEqualTypeOf<string | undefined>()
expectTypeOf<ExecuteArgs<typeof pay, 'callId'>>().toEqualTypeOf<[args: { card: string } | { iban: string }]>()
createActionStore(optional, { client, callId: 'callId' }).execute()
createActionStore(charge, { client, callId: { name: 'callId', create: ({ amount }) => `cart-${amount}` } })
createActionStore(charge, () => ({
  client,
  callId: 'callId',
  retries: { limit: 1, delay: (attempt) => attempt * 10 },
}))
createActionStore(charge, {
  client,
  callId: 'callId',
  retries: { limit: 1, when: ({ kind }) => kind === 'server' },
})

// A DOM event is not accepted by an action without other arguments: a handler that passes it on does not compile.
declare const begin: FunctionReference<'action', 'public', { callId: string }, null>
declare const beginOr: FunctionReference<
  'action',
  'public',
  { callId: string } | { callId: string; at: number },
  null
>
type Handler = (event: MouseEvent) => unknown
const beginning = createActionStore(begin, { client, callId: 'callId' })
beginning.execute()
beginning.execute({})
expectTypeOf<ExecuteArgs<typeof begin, 'callId'>>().toEqualTypeOf<[args?: Record<string, never>]>()
createActionStore(beginOr, { client, callId: 'callId' }).execute()
createActionStore(beginOr, { client, callId: 'callId' }).execute({ at: 7 })
// @ts-expect-error an event
const onBegin: Handler = beginning.execute
// @ts-expect-error an event, too
const onPing: Handler = createActionStore(ping, { client }).execute
void [onBegin, onPing]

// @ts-expect-error the call id is not asked for
charging.execute({ amount: 5, callId: 'mine' })
// @ts-expect-error no argument of the action
createActionStore(charge, { client, callId: 'cartId' })
// @ts-expect-error no string argument of the action
createActionStore(charge, { client, callId: 'amount' })
// @ts-expect-error retries without callId
createActionStore(charge, { client, retries: 3 })
// @ts-expect-error progress without callId
createActionStore(charge, { client, progress: progressOf })
// @ts-expect-error a query that takes another argument
createActionStore(charge, { client, callId: 'callId', progress: progressOfUser })
// @ts-expect-error a query that needs one more argument
createActionStore(charge, { client, callId: 'callId', progress: progressOfMore })
// @ts-expect-error an action is no progress query
createActionStore(charge, { client, callId: 'callId', progress: charge })
// @ts-expect-error no limit
createActionStore(charge, { client, callId: 'callId', retries: { delay: 5 } })
// @ts-expect-error a value that an option does not take
createActionStore(send, { client, offline: 'never' })

// Options may be written in advance with their own type.
const plain = { client, timeout: 5 } satisfies ActionOptions<typeof send>
expectTypeOf(createActionStore(send, plain).execute).parameters.toEqualTypeOf<[args: { to: string }]>()
expectTypeOf(createActionStore(send, { ...plain }).execute).parameters.toEqualTypeOf<[args: { to: string }]>()
const identified: ActionOptions<typeof charge, 'callId'> = { callId: 'callId', retries: 1 }
expectTypeOf(createActionStore(charge, identified, { client }).execute).parameters.toEqualTypeOf<
  [args: { amount: number }]
>()

// Callbacks know the arguments and the result of the action.
createActionStore(charge, {
  client,
  callId: 'callId',
  onExecute: ({ args }) => expectTypeOf(args).toEqualTypeOf<{ amount: number }>(),
  onSuccess: (data, { args, shown, mounted }) => {
    expectTypeOf(data).toEqualTypeOf<string>()
    expectTypeOf(args).toEqualTypeOf<{ amount: number }>()
    expectTypeOf([shown, mounted]).toEqualTypeOf<boolean[]>()
  },
  onError: (error) => expectTypeOf(error).toEqualTypeOf<ActionError>(),
  onSettled: (data, error) =>
    expectTypeOf([data, error]).toEqualTypeOf<(string | ActionError | null | undefined)[]>(),
})

// A mutation has its own store, with the same state and options, and Convex's optimistic update.
const order = createMutationStore(save, {
  client,
  optimisticUpdate: (_queries, args) => expectTypeOf(args).toEqualTypeOf<{ to: string }>(),
})
expectTypeOf(order.mutate).parameters.toEqualTypeOf<[args: { to: string }]>()
expectTypeOf(order.mutate({ to: 'ada' })).toEqualTypeOf<Promise<null>>()
expectTypeOf(order.getState().error).toEqualTypeOf<ActionError | null>()
// @ts-expect-error it is not executed
order.execute({ to: 'ada' })
// @ts-expect-error an action
createMutationStore(send, { client })
// @ts-expect-error Convex sends it again by itself
createMutationStore(save, { client, callId: 'to', retries: 2 })
// @ts-expect-error an action has no optimistic update
createActionStore(send, { client, optimisticUpdate: () => {} })

// The fake client has the type that a provider requires, and its own methods.
const fake = createFakeClient<ConvexReactClient>()
expectTypeOf(fake).toExtend<ConvexReactClient>()
expectTypeOf(createFakeClient<ConvexClient>()).toExtend<ConvexClient>()
fake.resolve(send, { messageId: 'm1' })
expectTypeOf(fake.calls(send)[0]?.args).toEqualTypeOf<{ to: string } | undefined>()
// @ts-expect-error what the action does not answer
fake.resolve(send, { id: 'm1' })

// Actor logic for your own machine has the input, output, error and snapshot of the action.
const sending = fromConvexAction(client, send, { timeout: 5 })
const sendingActor = createActor(sending, { input: { to: 'ada' } })
expectTypeOf<InputFrom<typeof sending>>().toEqualTypeOf<{ to: string }>()
expectTypeOf<OutputFrom<typeof sending>>().toEqualTypeOf<{ messageId: string }>()
const sendingNow = sendingActor.getSnapshot()
expectTypeOf(sendingNow.context.phase).toEqualTypeOf<ActionPhase | undefined>()
if (sendingNow.status === 'done') expectTypeOf(sendingNow.output).toEqualTypeOf<{ messageId: string }>()
if (sendingNow.status === 'error') expectTypeOf(sendingNow.error).toEqualTypeOf<ActionError>()
if (sendingNow.status === 'active') expectTypeOf(sendingNow.output).toEqualTypeOf<undefined>()
expectTypeOf<ActorRefFrom<typeof sending>>().toEqualTypeOf<ConvexActorRef<typeof send, undefined, never>>()
fromConvexAction(null, send)
fromConvexAction(new ConvexReactClient(''), send)
createActor(fromConvexAction(client, ping))
createActor(fromConvexAction(client, ping), { input: {} })
createActor(fromConvexAction(client, either), { input: { name: 'ada' } })
// @ts-expect-error no input
createActor(sending)
// @ts-expect-error an input of another type
createActor(sending, { input: { to: 7 } })
// @ts-expect-error no client
fromConvexAction(undefined, send)
// @ts-expect-error a mutation
fromConvexAction(client, save)
// @ts-expect-error an internal action
fromConvexAction(client, internal)
// @ts-expect-error an actor runs one call
fromConvexAction(client, send, { concurrency: 'drop' })
// @ts-expect-error the client is the first parameter
fromConvexAction(client, send, { client })
// @ts-expect-error an unknown option
fromConvexAction(client, send, { timeuot: 5 })
// @ts-expect-error retries without callId
fromConvexAction(client, charge, { retries: 3 })

// With `callId`, that argument may be left out, or come from the machine.
const chargeLogic = fromConvexAction(client, charge, { callId: 'callId', retries: 3, progress: progressOf })
createActor(chargeLogic, { input: { amount: 5 } })
createActor(chargeLogic, { input: { amount: 5, callId: 'cart-1' } })
const chargeNow = createActor(chargeLogic, { input: { amount: 5, callId: undefined } }).getSnapshot()
expectTypeOf(chargeNow.context.progress).toEqualTypeOf<{ done: number } | undefined>()
expectTypeOf(chargeNow.context.callId).toEqualTypeOf<string | undefined>()
createActor(fromConvexAction(client, begin, { callId: 'callId' }))
createActor(fromConvexAction(client, begin, { callId: 'callId' }), { input: { callId: 'cart-1' } })
createActor(fromConvexAction(client, pay, { callId: 'callId' }), { input: { iban: 'x' } })
// @ts-expect-error no string
createActor(chargeLogic, { input: { amount: 5, callId: 7 } })
// @ts-expect-error a member of the union lacks its argument
createActor(fromConvexAction(client, pay, { callId: 'callId' }), { input: { callId: 'cart-1' } })

// A mutation works the same, except for what Convex does itself.
const saving = fromConvexMutation(client, save, {
  optimisticUpdate: (_queries, args) => expectTypeOf(args).toEqualTypeOf<{ to: string }>(),
})
expectTypeOf<InputFrom<typeof saving>>().toEqualTypeOf<{ to: string }>()
expectTypeOf<OutputFrom<typeof saving>>().toEqualTypeOf<null>()
// @ts-expect-error an action
fromConvexMutation(client, send)
// @ts-expect-error Convex sends it again by itself
fromConvexMutation(client, save, { callId: 'to', retries: 2 })

// A machine knows the types of input and output, and may receive the actor later.
const machine = setup({
  types: { context: {} as { messageId?: string } },
  actors: { send: {} as ConvexActorLogic<typeof send> },
}).createMachine({
  context: {},
  invoke: {
    src: 'send',
    input: { to: 'ada' },
    onDone: { actions: assign({ messageId: ({ event }) => event.output.messageId }) },
    onSnapshot: {
      actions: ({ event }) =>
        expectTypeOf(event.snapshot.context.phase).toEqualTypeOf<ActionPhase | undefined>(),
    },
  },
})
machine.provide({ actors: { send: sending } })
machine.provide({ actors: { send: fromConvexAction(client, send) } })
// @ts-expect-error an actor of another action
machine.provide({ actors: { send: fromConvexAction(client, ping) } })
setup({ actors: { send: sending } }).createMachine({
  // @ts-expect-error an input of another type
  invoke: { src: 'send', input: { to: 7 } },
})

// A table of messages covers every kind, and every delivery of that kind.
declare const table: MessageTable
createActionStore(send, { client, messages: table })
createActionStore(send, { client, messages: ({ kind }) => (kind === 'timeout' ? 'Too slow.' : undefined) })
const { timeout: _, ...withoutTimeout } = table
// @ts-expect-error a kind is missing
createActionStore(send, { client, messages: withoutTimeout })
// @ts-expect-error a delivery is missing
const _short: MessageTable = { ...table, timeout: { unknown: 'Too slow.' } }
// @ts-expect-error an offline call was never sent
const _long: MessageTable = { ...table, offline: { unknown: 'No connection.' } }

// `null` switches a default off, for options that can have one.
createActionStore(send, { client, timeout: null, offline: null, concurrency: null })
// @ts-expect-error there is no default of it
createActionStore(send, { client, identity: null })
createActionStore(send, {}, createProvider({ client, defaults: { timeout: 5, retries: { delay: 7 } } }))
// @ts-expect-error no default
createProvider({ client, defaults: { callId: 'id' } })

// The data of a refusal has the type that the validator accepts.
declare const caught: unknown
if (isRefusal(caught, v.object({ code: v.literal('declined'), limit: v.optional(v.number()) }))) {
  expectTypeOf(caught.data).toEqualTypeOf<{ limit?: number | undefined; code: 'declined' }>()
  expectTypeOf(caught.kind).toEqualTypeOf<'application'>()
}

// The store of a key is a store of the action.
const keyed = createKeyedActionStore(send, { client, limit: 2 })
expectTypeOf(keyed.for('a').execute({ to: 'ada' })).toEqualTypeOf<Promise<{ messageId: string }>>()
// @ts-expect-error no client
createKeyedActionStore(send, { limit: 2 })
// @ts-expect-error wrong arguments
keyed.for('a').execute({ to: 7 })

// A call from before a reload has no arguments here. The type says so if calls are remembered.
declare const api: CallsApi
const kept = createActionStore(guarded, {
  client,
  concurrency: 'drop',
  recovery: recover(api, { remember: 'checkout' }),
})
const shown = kept.getState()
if (shown.status === 'error')
  expectTypeOf(shown.args).toEqualTypeOf<FunctionArgs<typeof guarded> | undefined>()
const asked = createActionStore(guarded, { client, recovery: recover(api) }).getState()
if (asked.status === 'error') expectTypeOf(asked.args).toEqualTypeOf<FunctionArgs<typeof guarded>>()
createActionStore(guarded, {
  client,
  concurrency: 'drop',
  recovery: recover(api, { remember: 'checkout' }),
  onError: (_, { args }) => expectTypeOf(args).toEqualTypeOf<FunctionArgs<typeof guarded> | undefined>(),
})

// A reference without types takes what the library can do. A reference with types takes what it can do.
declare const untyped: FunctionReference<'action'>
createActionStore(untyped, { client, recovery: recover(api), retries: 2 })
createActionStore(guarded, { client, recovery: recover(api), callId: { create: () => 'cart-1' } })
// @ts-expect-error without the argument `call`, an id needs the name of its argument
createActionStore(send, { client, callId: { create: () => 'cart-1' } })
// @ts-expect-error the same for a mutation
createMutationStore(save, { client, callId: { create: () => 'cart-1' } })
