import { ConvexHttpClient } from 'convex/browser'
import { ConvexProvider, ConvexReactClient } from 'convex/react'
import type { FunctionReference } from 'convex/server'
import { expectTypeOf } from 'vitest'
import {
  type ActionError,
  type ActionPhase,
  type ActionStatus,
  ConvexActionProvider,
  ConvexIdentityProvider,
  createActionObserver,
  createActionStore,
  useActionStore,
  useConvexAction,
  useInFlight,
  useKeyedAction,
  useKeyedMutation,
} from '../src/index.js'
import { api } from './setup.js'

declare const stepOfOrder: FunctionReference<'query', 'public', { orderId: string }, string>
declare const hang: FunctionReference<'action', 'public', Record<string, never>, null>
declare const begin: FunctionReference<'action', 'public', { callId: string }, null>
declare const save: FunctionReference<'mutation', 'public', { to: string }, null>

export function Email() {
  const email = useConvexAction(api.send)

  // Arguments and result are inferred from the reference.
  expectTypeOf(email.execute).parameters.toEqualTypeOf<[args: { to: string }]>()
  expectTypeOf(email.execute({ to: 'ada' })).toEqualTypeOf<Promise<{ messageId: string }>>()
  expectTypeOf(email.data).toEqualTypeOf<{ messageId: string } | undefined>()
  expectTypeOf(email.args).toEqualTypeOf<{ to: string } | undefined>()

  // The fields are what the documentation says.
  expectTypeOf(email.status).toEqualTypeOf<ActionStatus>()
  expectTypeOf(email.pending).toEqualTypeOf<boolean>()
  expectTypeOf(email.phase).toEqualTypeOf<ActionPhase | undefined>()
  expectTypeOf(email.error).toEqualTypeOf<ActionError | null>()
  expectTypeOf(email.attempt).toEqualTypeOf<number>()
  expectTypeOf(email.inFlight).toEqualTypeOf<number>()

  // The fields narrow together.
  if (email.status === 'success') {
    expectTypeOf(email.data).toEqualTypeOf<{ messageId: string }>()
    expectTypeOf(email.args).toEqualTypeOf<{ to: string }>()
    expectTypeOf(email.error).toEqualTypeOf<null>()
  } else if (email.status === 'error') {
    expectTypeOf(email.error).toEqualTypeOf<ActionError>()
    expectTypeOf(email.data).toEqualTypeOf<{ messageId: string } | undefined>()
  } else if (email.status === 'pending') {
    expectTypeOf(email.phase).toEqualTypeOf<ActionPhase>()
  } else {
    expectTypeOf(email.args).toEqualTypeOf<undefined>()
  }
  if (email.pending) expectTypeOf(email.status).toEqualTypeOf<'pending'>()

  // Destructured fields narrow too.
  const { status, data, error } = email
  if (status === 'success') expectTypeOf(data).toEqualTypeOf<{ messageId: string }>()
  if (status === 'error') expectTypeOf(error).toEqualTypeOf<ActionError>()

  // A bound store keeps its types.
  expectTypeOf(useActionStore(createActionStore(api.send, {}, { client: null }))).toEqualTypeOf(email)

  // @ts-expect-error wrong arguments
  email.execute({ wrong: 'args' })
  // @ts-expect-error missing arguments
  email.execute()
  // @ts-expect-error the store behind it is not handed out
  email.getState()
  return null
}

export function Options() {
  // An action without arguments takes none.
  useConvexAction(hang).execute()
  // @ts-expect-error arguments where none are taken
  useConvexAction(hang).execute({ to: 'ada' })
  // A DOM event is not an argument, even if the call id is the only argument.
  // @ts-expect-error an event
  void (<button type="button" onClick={useConvexAction(hang).execute} />)
  // @ts-expect-error an event
  void (<button type="button" onClick={useConvexAction(begin, { callId: 'callId' }).execute} />)
  // @ts-expect-error a mutation
  useConvexAction(save)
  // @ts-expect-error an unknown option
  useConvexAction(api.send, { retry: 3 })

  // Any client can be an option.
  useConvexAction(api.send, { client: new ConvexHttpClient('') })
  useConvexAction(api.send, { client: new ConvexReactClient('') })

  // With callId, that argument is no longer required, and is not shown.
  const payment = useConvexAction(api.charge, { callId: 'callId', retries: 2, progress: api.step })
  expectTypeOf(payment.execute).parameters.toEqualTypeOf<[args: { amount: number }]>()
  expectTypeOf(payment.args).toEqualTypeOf<{ amount: number } | undefined>()
  expectTypeOf(payment.callId).toEqualTypeOf<string | undefined>()
  expectTypeOf(payment.progress).toEqualTypeOf<{ step: string } | null | undefined>()
  expectTypeOf(payment.retry()).toEqualTypeOf<Promise<{ charge: string }>>()
  useConvexAction(api.charge, {
    callId: { name: 'callId', create: ({ amount }) => String(amount) },
    onSuccess: ({ charge }, { args }) => {
      expectTypeOf(charge).toEqualTypeOf<string>()
      expectTypeOf(args).toEqualTypeOf<{ amount: number }>()
    },
  })
  // @ts-expect-error the call id is not for the caller to give
  payment.execute({ amount: 1, callId: '1' })
  // @ts-expect-error without callId the argument is one like all others
  useConvexAction(api.charge).execute({ amount: 1 })
  // @ts-expect-error retries without callId
  useConvexAction(api.charge, { retries: 2 })
  // @ts-expect-error progress without callId
  useConvexAction(api.charge, { progress: api.step })
  // @ts-expect-error a call id that is no argument
  useConvexAction(api.charge, { callId: 'id' })
  // @ts-expect-error a call id that is no string
  useConvexAction(api.charge, { callId: 'amount' })
  // @ts-expect-error a progress query that does not take the call id
  useConvexAction(api.charge, { callId: 'callId', progress: stepOfOrder })
  // @ts-expect-error a progress query that is none
  useConvexAction(api.charge, { callId: 'callId', progress: api.charge })
  // @ts-expect-error an unknown option beside known ones
  useConvexAction(api.charge, { callId: 'callId', retry: 2 })
  return null
}

// The provider sets the user, and `null` means no user.
export const app = (user: string | null) => (
  <ConvexProvider client={new ConvexReactClient('')}>
    <ConvexIdentityProvider identity={user}>
      <Email />
      <Options />
    </ConvexIdentityProvider>
  </ConvexProvider>
)
// @ts-expect-error it does not say who
export const nobody = <ConvexIdentityProvider />

export function App() {
  // One number for everything below a provider.
  expectTypeOf(useInFlight()).toEqualTypeOf<number>()

  // Each key has a store with the types of the function; the summary counts.
  const emails = useKeyedAction(api.send, { limit: 2, timeout: 1000 })
  expectTypeOf(emails.inFlight).toEqualTypeOf<number>()
  expectTypeOf(emails.counts.error).toEqualTypeOf<number>()
  expectTypeOf(emails.for('ada').execute).parameters.toEqualTypeOf<[args: { to: string }]>()
  expectTypeOf(useActionStore(emails.for('ada'))).toEqualTypeOf(useConvexAction(api.send))
  expectTypeOf(useKeyedMutation(save).for(1).mutate).parameters.toEqualTypeOf<[args: { to: string }]>()
  // @ts-expect-error a mutation
  useKeyedAction(save)
  // @ts-expect-error an unknown option beside known ones
  useKeyedAction(api.send, { limit: 2, retry: 3 })
  // @ts-expect-error what is not a key
  emails.for({})

  // A selector returns what it selects.
  const store = createActionStore(api.send, {}, { client: null })
  expectTypeOf(useActionStore(store, ({ pending }) => pending)).toEqualTypeOf<boolean>()
  expectTypeOf(useActionStore(store, ({ data }) => data?.messageId)).toEqualTypeOf<string | undefined>()

  return (
    <ConvexActionProvider
      identity={null}
      ready
      observer={createActionObserver()}
      defaults={{ timeout: 1000, concurrency: 'drop' }}
      messages={({ kind }) => kind}
    >
      {/* @ts-expect-error what is no default */}
      <ConvexActionProvider defaults={{ callId: 'callId' }} />
      {/* @ts-expect-error a function: a prop changes by itself */}
      <ConvexActionProvider ready={() => true} />
    </ConvexActionProvider>
  )
}
