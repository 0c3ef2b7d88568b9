import { ConvexClient, ConvexHttpClient } from 'convex/browser'
import type { FunctionReference } from 'convex/server'
import { expectTypeOf } from 'vitest'
import { type ComputedRef, createApp, type Ref } from 'vue'
import {
  type ActionError,
  type ActionPhase,
  type ActionStatus,
  convexPlugin,
  createActionStore,
  useActionStore,
  useConvexAction,
  useConvexClient,
} from '../src/index.js'
import { api } from './setup.js'

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

// A store is bound with the types that it has.
expectTypeOf(useActionStore(createActionStore(api.emails.send))).toEqualTypeOf(email)

// @ts-expect-error wrong arguments
email.execute({ wrong: 'args' })
// @ts-expect-error missing arguments
email.execute()
// @ts-expect-error arguments where none are taken
useConvexAction(api.emails.hang).execute({ to: 'ada' })
// @ts-expect-error a mutation
useConvexAction(save)
// @ts-expect-error an unknown option
useConvexAction(api.emails.send, { retry: 3 })
// @ts-expect-error what is shown is not for a component to set
email.data.value = undefined

// Every client can be provided, and comes out as the usual one unless said otherwise.
createApp({}).use(convexPlugin, { client: new ConvexClient('') })
createApp({}).use(convexPlugin, { client: new ConvexHttpClient('') })
expectTypeOf(useConvexClient()).toEqualTypeOf<ConvexClient>()
expectTypeOf(useConvexClient<ConvexHttpClient>()).toEqualTypeOf<ConvexHttpClient>()
// @ts-expect-error no client
createApp({}).use(convexPlugin, {})
