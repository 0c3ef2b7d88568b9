import type { ActionClient } from '@convex-action/core'
import { type Actor, assign, createActor, fromPromise, setup, waitFor } from 'xstate'
import { type Args, charge, contender, type Receipt } from '../contender.js'

interface Context {
  client: ActionClient
  data: Receipt | undefined
  error: unknown
}

/** The machine as in XState's documentation: it invokes the promise. */
const promiseMachine = setup({
  types: {
    context: {} as Context,
    input: {} as ActionClient,
    events: {} as { type: 'execute'; args: Args },
  },
  actors: {
    call: fromPromise(({ input }: { input: { client: ActionClient; args: Args } }) =>
      input.client.action(charge, input.args),
    ),
  },
}).createMachine({
  context: ({ input }) => ({ client: input, data: undefined, error: undefined }),
  on: { execute: '.pending' },
  initial: 'idle',
  states: {
    idle: {},
    pending: {
      invoke: {
        src: 'call',
        input: ({ context, event }) => ({ client: context.client, args: event.args }),
        onDone: { target: 'success', actions: assign({ data: ({ event }) => event.output }) },
        onError: { target: 'error', actions: assign({ error: ({ event }) => event.error }) },
      },
    },
    success: {},
    error: {},
  },
})

export default contender<Actor<typeof promiseMachine>>({
  name: 'XState actor',
  make: (client) => createActor(promiseMachine, { input: client }).start(),
  async execute(actor, args) {
    actor.send({ type: 'execute', args })
    const { value, context } = await waitFor(actor, ({ value }) => value === 'success' || value === 'error')
    if (value === 'error') throw context.error
    return context.data as Receipt
  },
  subscribe(actor, listener) {
    const subscription = actor.subscribe(listener)
    return () => subscription.unsubscribe()
  },
  read(actor) {
    const { value, context } = actor.getSnapshot()
    return { status: value, data: context.data, error: context.error }
  },
  // A state has one invocation: another event stops the previous one.
  runsMany: false,
})
