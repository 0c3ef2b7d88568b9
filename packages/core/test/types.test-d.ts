import { ConvexClient, ConvexHttpClient } from 'convex/browser'
import { ConvexReactClient } from 'convex/react'
import type { FunctionReference } from 'convex/server'
import { expectTypeOf } from 'vitest'
import { type ActionError, type ActionPhase, createActionStore, type ExecuteArgs } from '../src/index.js'
import { ping, send } from './actions.js'

declare const save: FunctionReference<'mutation', 'public', { to: string }, null>
declare const internal: FunctionReference<'action', 'internal', { to: string }, null>
declare const either: FunctionReference<'action', 'public', { id: string } | { name: string }, null>

const client = new ConvexClient('https://happy-otter-123.convex.cloud')
const store = createActionStore(send, { client })

// Every client that product.md names is one.
createActionStore(send, { client: new ConvexHttpClient('') })
createActionStore(send, { client: new ConvexReactClient('') })
createActionStore(send, {}, null)

// Arguments and result are those of the action.
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
// @ts-expect-error an option that does not exist yet
createActionStore(send, { client, concurrency: 'drop' })
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
