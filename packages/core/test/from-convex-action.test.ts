import { ConvexError } from 'convex/values'
import { describe, expect, test, vi } from 'vitest'
import {
  type AnyActorRef,
  assign,
  createActor,
  type DoneActorEvent,
  fromPromise,
  setup,
  spawnChild,
  toPromise,
  waitFor,
} from 'xstate'
import { ActionError, type ActionOptions, isActionError } from '../src/index.js'
import { fromConvexAction, fromConvexMutation } from '../src/machine.js'
import { recover } from '../src/recovery.js'
import { createFakeClient } from '../src/testing.js'
import { calls, charge, guarded, ping, progressOf, save, send } from './actions.js'
import { failureOf } from './promises.js'
import { catchReports, holdTime, settle } from './surroundings.js'

holdTime()
const reported = catchReports()

const client = () => createFakeClient()
const to = { to: 'ada' }
const sent = { messageId: 'm1' }

/** Records each snapshot of an actor in a few words. */
function watch(actor: AnyActorRef) {
  const seen: string[] = []
  const note = () => {
    const { status, context } = actor.getSnapshot()
    seen.push(
      [context.phase ?? status, context.attempt > 1 && `try ${context.attempt}`].filter(Boolean).join(', '),
    )
  }
  actor.subscribe({ next: note, error: note })
  return seen
}

/** Runs an actor and collects its errors. */
function failing(actor: AnyActorRef) {
  const errors: ActionError[] = []
  actor.subscribe({ error: (error) => errors.push(error as ActionError) })
  actor.start()
  return errors
}

/** A machine that sends an e-mail while it is in its first state. */
const mailing = (logic: ReturnType<typeof fromConvexAction<typeof send>>) =>
  setup({
    types: { context: {} as { error?: unknown; sent?: typeof sent } },
    actors: { send: logic },
  }).createMachine({
    context: {},
    initial: 'sending',
    states: {
      sending: {
        invoke: {
          src: 'send',
          id: 'mail',
          input: to,
          onDone: { target: 'sent', actions: assign({ sent: ({ event }) => event.output }) },
          onError: { target: 'failed', actions: assign({ error: ({ event }) => event.error }) },
        },
        on: { leave: 'left' },
      },
      sent: {},
      failed: {},
      left: {},
    },
  })

describe('an actor of an action', () => {
  test('sends its input once, tells the phase, and its output is the result', async () => {
    const fake = client()
    const actor = createActor(fromConvexAction(fake, send), { input: to })
    const seen = watch(actor)
    expect(fake.calls(send)).toEqual([])
    actor.start()
    expect(fake.calls(send).map(({ args }) => args)).toEqual([to])
    fake.resolve(send, sent)
    expect(await toPromise(actor)).toBe(actor.getSnapshot().output)
    expect(actor.getSnapshot()).toEqual({
      status: 'done',
      output: sent,
      error: undefined,
      input: undefined,
      context: { phase: undefined, attempt: 1, callId: undefined, progress: undefined },
    })
    expect(seen).toEqual(['active', 'running', 'done'])
  })

  test('needs no input if the action takes no arguments', async () => {
    const fake = client()
    const actor = createActor(fromConvexAction(fake, ping)).start()
    fake.resolve(ping, 'pong')
    expect(await toPromise(actor)).toBe('pong')
  })

  test('fails with an ActionError that says whether it ran', async () => {
    const fake = client()
    const actor = createActor(fromConvexAction(fake, send), { input: to })
    const seen = watch(actor)
    const errors = failing(actor)
    fake.reject(send, new ConvexError('No such address.'))
    await settle()
    expect(errors).toEqual([actor.getSnapshot().error])
    expect(errors[0]).toBeInstanceOf(ActionError)
    expect(errors[0]).toMatchObject({ kind: 'application', delivery: 'responded', action: 'emails:send' })
    expect(seen).toEqual(['active', 'running', 'error'])
  })

  test('fails with kind arguments if the input cannot be sent, and sends nothing', async () => {
    const fake = client()
    for (const input of [{ to: new Date() }, null, [], 'ada']) {
      const errors = failing(createActor(fromConvexAction(fake, send), { input: input as never }))
      await settle()
      expect(errors[0]).toMatchObject({ kind: 'arguments', delivery: 'not-sent' })
    }
    expect(fake.calls(send)).toEqual([])
  })

  test('fails with kind unavailable while rendering on a server', async () => {
    const errors = failing(createActor(fromConvexAction(null, send), { input: to }))
    await settle()
    expect(errors[0]).toMatchObject({ kind: 'unavailable', delivery: 'not-sent' })
  })

  test('waits for the connection in phase queued, and supports a timeout', async () => {
    const fake = client()
    fake.disconnect()
    const actor = createActor(fromConvexAction(fake, send, { timeout: 1000 }), { input: to })
    const seen = watch(actor)
    const errors = failing(actor)
    await vi.advanceTimersByTimeAsync(1000)
    expect(errors[0]).toMatchObject({ kind: 'timeout', delivery: 'not-sent' })
    expect(seen).toEqual(['active', 'queued', 'error'])
    fake.connect()
    expect(fake.calls(send)).toEqual([])
  })

  test('refuses at once without a connection if the option offline says so', async () => {
    const fake = client()
    fake.disconnect()
    const errors = failing(createActor(fromConvexAction(fake, send, { offline: 'fail' }), { input: to }))
    await settle()
    expect(errors[0]).toMatchObject({ kind: 'offline', delivery: 'not-sent' })
  })

  test('tries again under the same call id, and tells call id, tries and progress', async () => {
    const fake = client()
    const retries = { limit: 1, delay: 1000 }
    const logic = fromConvexAction(fake, charge, { callId: 'callId', retries, progress: progressOf })
    const actor = createActor(logic, { input: { amount: 5 } })
    const seen = watch(actor)
    actor.start()
    fake.update(progressOf, 3)
    fake.disconnect()
    await settle()
    fake.connect()
    await vi.advanceTimersByTimeAsync(1000)
    const ids = fake.calls(charge).map(({ args }) => args.callId)
    expect(ids).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), ids[0]])
    expect(actor.getSnapshot().context).toEqual({
      phase: 'running',
      attempt: 2,
      callId: ids[0],
      progress: 3,
    })
    fake.resolve(charge, 'charged')
    expect(await toPromise(actor)).toBe('charged')
    expect(seen).toEqual([...['active', 'running', 'running', 'retrying', 'running, try 2', 'done, try 2']])
  })

  test('takes the call id from its input, so that a machine can repeat a call under the same id', async () => {
    const fake = client()
    const create = ({ amount }: { amount: number }) => `made for ${amount}`
    for (const callId of ['callId', { name: 'callId', create }] as const) {
      const logic = fromConvexAction(fake, charge, { callId })
      createActor(logic, { input: { amount: 5, callId: 'cart-1' } }).start()
      createActor(logic, { input: { amount: 5, callId: undefined } }).start()
    }
    const ids = fake.calls(charge).map(({ args }) => args.callId)
    expect(ids).toEqual(['cart-1', expect.stringMatching(/^[\da-f-]{36}$/), 'cart-1', 'made for 5'])
  })

  test('fails if the call id in its input is invalid, and sends nothing', async () => {
    const fake = client()
    for (const callId of [null, '', 7]) {
      const input = { amount: 5, callId: callId as never }
      const errors = failing(createActor(fromConvexAction(fake, charge, { callId: 'callId' }), { input }))
      await settle()
      expect(errors[0]).toMatchObject({ kind: 'arguments', delivery: 'not-sent' })
    }
    expect(fake.calls(charge)).toEqual([])
  })

  test('shows nothing of a previous user and does not receive their result', async () => {
    const fake = client()
    let user = 'ada'
    const logic = fromConvexAction(fake, charge, {
      callId: 'callId',
      progress: progressOf,
      identity: () => user,
    })
    const actor = createActor(logic, { input: { amount: 5 } })
    const errors = failing(actor)
    fake.update(progressOf, 3)
    expect(actor.getSnapshot().context.progress).toBe(3)
    user = 'bob'
    fake.update(progressOf, 4)
    expect(actor.getSnapshot()).toMatchObject({
      status: 'active',
      context: { phase: undefined, attempt: 0, callId: undefined, progress: undefined },
    })
    fake.resolve(charge, 'charged')
    await settle()
    expect(errors[0]).toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
  })

  test('that is stopped gives up: a waiting call is never sent, and its callbacks are told that nothing is mounted', async () => {
    const fake = client()
    fake.disconnect()
    const ended: unknown[] = []
    const options = {
      onExecute: ({ mounted }) => ended.push(mounted),
      onSettled: (_data, error, context) => ended.push(error, context.mounted),
    } satisfies ActionOptions<typeof send>
    const actor = createActor(fromConvexAction(fake, send, options), { input: to })
    const seen = watch(actor)
    actor.start()
    actor.stop()
    fake.connect()
    await settle()
    expect(fake.calls(send)).toEqual([])
    expect(ended).toMatchObject([true, { kind: 'canceled', delivery: 'not-sent' }, false])
    expect(actor.getSnapshot()).toMatchObject({ status: 'stopped', input: undefined })
    expect(seen).toEqual(['active', 'queued'])
  })

  test('that is stopped while running ignores the outcome, without a warning', async () => {
    const warn = vi.spyOn(console, 'warn')
    const fake = client()
    const ended: unknown[] = []
    const onSettled = (_data: unknown, error: unknown) => ended.push(error)
    const actor = createActor(fromConvexAction(fake, send, { onSettled }), { input: to }).start()
    actor.stop()
    fake.resolve(send, sent)
    await settle()
    expect(ended).toMatchObject([{ kind: 'canceled', delivery: 'unknown' }])
    expect(actor.getSnapshot()).toMatchObject({ status: 'stopped', output: undefined })
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })

  test('that was never started sends nothing, even when it is stopped', () => {
    const fake = client()
    createActor(fromConvexAction(fake, send), { input: to }).stop()
    expect(fake.calls(send)).toEqual([])
  })

  test('ignores events from outside', () => {
    const actor = createActor(fromConvexAction(client(), send), { input: to }).start()
    const before = actor.getSnapshot()
    actor.send({ type: 'resolve' })
    expect(actor.getSnapshot()).toBe(before)
  })

  test('that has ended holds no timer and no listener', async () => {
    const fake = client()
    const actor = createActor(fromConvexAction(fake, send, { timeout: 1000 }), { input: to }).start()
    fake.resolve(send, sent)
    await toPromise(actor)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a machine that invokes an action', () => {
  test('continues with the result', async () => {
    const fake = client()
    const parent = createActor(mailing(fromConvexAction(fake, send))).start()
    expect(parent.getSnapshot().children.mail?.getSnapshot().context).toMatchObject({ phase: 'running' })
    fake.resolve(send, sent)
    const { context } = await waitFor(parent, (snapshot) => snapshot.matches('sent'))
    expect(context.sent).toEqual(sent)
  })

  test('continues with the error, which says whether the call ran', async () => {
    const fake = client()
    const parent = createActor(mailing(fromConvexAction(fake, send))).start()
    fake.disconnect()
    await settle()
    const { context, value } = parent.getSnapshot()
    expect(value).toBe('failed')
    expect(context.error).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  })

  test('gives up when it leaves the state: a waiting call is never sent', async () => {
    const fake = client()
    fake.disconnect()
    const parent = createActor(mailing(fromConvexAction(fake, send))).start()
    parent.send({ type: 'leave' })
    fake.connect()
    await settle()
    expect([fake.calls(send), parent.getSnapshot().value]).toEqual([[], 'left'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('gives up when it leaves the state because of the actor’s own snapshot', async () => {
    const fake = client()
    fake.disconnect()
    const impatient = setup({ actors: { send: fromConvexAction(fake, send) } }).createMachine({
      initial: 'sending',
      states: {
        sending: {
          invoke: {
            src: 'send',
            input: to,
            onSnapshot: {
              guard: ({ event }) => event.snapshot.context.phase === 'queued',
              target: 'offline',
            },
          },
        },
        offline: {},
      },
    })
    const parent = createActor(impatient).start()
    expect(parent.getSnapshot().value).toBe('offline')
    fake.connect()
    await settle()
    expect(fake.calls(send)).toEqual([])
  })

  test('gives up when it is stopped', async () => {
    const fake = client()
    fake.disconnect()
    const parent = createActor(mailing(fromConvexAction(fake, send))).start()
    parent.stop()
    fake.connect()
    await settle()
    expect(fake.calls(send)).toEqual([])
  })

  test('spawns several actors, each with its own call', async () => {
    const fake = client()
    const logic = fromConvexAction(fake, send)
    const many = setup({
      types: {
        context: {} as { results: unknown[] },
        events: {} as { type: 'more'; to: string },
      },
      actors: { send: logic },
    }).createMachine({
      context: { results: [] },
      on: {
        more: { actions: spawnChild('send', { input: ({ event }) => ({ to: event.to }) }) },
        '*': {
          actions: assign({
            results: ({ context, event }) => [
              ...context.results,
              (event as unknown as DoneActorEvent).output,
            ],
          }),
        },
      },
    })
    const parent = createActor(many).start()
    for (const to of ['ada', 'bob']) parent.send({ type: 'more', to })
    expect(fake.calls(send).map(({ args }) => args.to)).toEqual(['ada', 'bob'])
    fake.calls(send)[1]?.resolve({ messageId: 'to bob' })
    fake.calls(send)[0]?.resolve({ messageId: 'to ada' })
    await settle()
    expect(parent.getSnapshot().context.results).toEqual([{ messageId: 'to bob' }, { messageId: 'to ada' }])
  })

  test('that does not handle the error fails with it, as with a promise', async () => {
    const errors = []
    const fake = client()
    const thrown = new Error('lost')
    for (const logic of [
      fromConvexAction(fake, send),
      fromPromise<typeof sent, typeof to>(() => Promise.reject(thrown)),
    ]) {
      const careless = setup({ actors: { send: logic } }).createMachine({
        invoke: { src: 'send', input: to },
      })
      const parent = createActor(careless)
      const error = failureOf(toPromise(parent))
      parent.start()
      fake.disconnect()
      await settle()
      errors.push(await error)
      expect(parent.getSnapshot().status).toBe('error')
    }
    expect(errors).toEqual([expect.objectContaining({ kind: 'connection' }), thrown])
  })

  test('without observers has its error thrown globally, as with a promise', async () => {
    const fake = client()
    const thrown = new Error('lost')
    const promise = fromPromise<typeof sent, typeof to>(() => Promise.reject(thrown))
    for (const logic of [fromConvexAction(fake, send), promise]) {
      createActor(
        setup({ actors: { send: logic } }).createMachine({ invoke: { src: 'send', input: to } }),
      ).start()
      if (logic !== promise) fake.disconnect()
      const error = await failureOf(vi.advanceTimersByTimeAsync(10))
      if (logic === promise) expect(error).toBe(thrown)
      else expect(error).toMatchObject({ kind: 'connection' })
    }
    expect(reported).toEqual([])
  })
})

/** The persisted snapshot, sent through JSON once as by a storage. */
const kept = (actor: AnyActorRef) => JSON.parse(JSON.stringify(actor.getPersistedSnapshot()))

describe('an actor that is restored', () => {
  const lost = { kind: 'closed', delivery: 'unknown', action: 'emails:send' }

  test('does not know the outcome of a running call, and sends nothing', async () => {
    const fake = client()
    const logic = fromConvexAction(fake, send)
    const snapshot = kept(createActor(logic, { input: to }).start())
    const next = client()
    const restored = createActor(fromConvexAction(next, send), { snapshot, input: to })
    const errors = failing(restored)
    expect(errors).toMatchObject([{ ...lost, attempt: 1 }])
    expect(errors[0]?.message).toBe(
      'The connection was closed. This may have gone through, or may still go through. Check before you try again.',
    )
    await settle()
    expect(next.calls(send)).toEqual([])
  })

  test('does not know the outcome of a waiting call: it may have been sent later', () => {
    const fake = client()
    fake.disconnect()
    const logic = fromConvexAction(fake, send)
    const actor = createActor(logic, { input: to }).start()
    const snapshot = kept(actor)
    expect(snapshot.context.phase).toBe('queued')
    expect(failing(createActor(logic, { snapshot, input: to }))).toMatchObject([lost])
    actor.stop()
  })

  test('does not know the outcome of a call that was not started', () => {
    const fake = client()
    const logic = fromConvexAction(fake, send)
    const snapshot = kept(createActor(logic, { input: to }))
    expect(failing(createActor(logic, { snapshot, input: to }))).toMatchObject([lost])
    expect(fake.calls(send)).toEqual([])
  })

  test('keeps neither arguments nor a cause', async () => {
    const fake = client()
    const actor = createActor(fromConvexAction(fake, send), { input: { to: 'a secret' } })
    failing(actor)
    expect(JSON.stringify(kept(actor))).not.toContain('a secret')
    fake.reject(send, new Error('a cause'))
    await settle()
    expect(JSON.stringify(kept(actor))).not.toMatch(/a secret|Request ID/)
  })

  test('is done if it was done, with its output', async () => {
    const fake = client()
    const logic = fromConvexAction(fake, charge, { callId: 'callId' })
    const actor = createActor(logic, { input: { amount: 5, callId: 'cart-1' } }).start()
    fake.resolve(charge, 'charged')
    await toPromise(actor)
    const restored = createActor(logic, { snapshot: kept(actor), input: { amount: 5 } }).start()
    expect(restored.getSnapshot()).toEqual(actor.getSnapshot())
    expect(await toPromise(restored)).toBe('charged')
    expect(fake.calls(charge)).toHaveLength(1)
  })

  test('has failed if it had failed, with the same ActionError', async () => {
    const fake = client()
    const logic = fromConvexAction(fake, send)
    const actor = createActor(logic, { input: to })
    const errors = failing(actor)
    fake.reject(send, new ConvexError({ message: 'No such address.', field: 'to' }))
    await settle()
    const [error] = failing(createActor(logic, { snapshot: kept(actor), input: to }))
    expect(isActionError(error)).toBe(true)
    expect({ ...error, message: error?.message }).toEqual({ ...errors[0], message: 'No such address.' })
    expect(error?.data).toEqual({ message: 'No such address.', field: 'to' })
  })

  test('is stopped if it was stopped', async () => {
    const fake = client()
    const logic = fromConvexAction(fake, send)
    const actor = createActor(logic, { input: to }).start()
    actor.stop()
    const restored = createActor(logic, { snapshot: kept(actor), input: to }).start()
    expect(restored.getSnapshot().status).toBe('stopped')
    expect(fake.calls(send)).toHaveLength(1)
  })

  test('tells its machine about the failure like about any other failure', async () => {
    const parent = createActor(mailing(fromConvexAction(client(), send))).start()
    const next = client()
    const restored = createActor(mailing(fromConvexAction(next, send)), { snapshot: kept(parent) }).start()
    await settle()
    expect(restored.getSnapshot()).toMatchObject({ value: 'failed', context: { error: lost } })
    expect(next.calls(send)).toEqual([])
  })

  test('claims nothing about a snapshot of another actor', () => {
    const snapshot = createActor(fromPromise(async () => 1)).getPersistedSnapshot()
    const logic = fromConvexAction(client(), send)
    for (const wrong of [
      snapshot,
      { status: 'error', error: 'text' },
      { status: 'error', error: { message: 'no.' } },
    ])
      expect(failing(createActor(logic, { snapshot: wrong as never, input: to }))).toMatchObject([lost])
  })
})

describe('fromConvexAction refuses', () => {
  const fake = client()
  const make = (options: object) => () => fromConvexAction(fake, send, options)

  test('option concurrency and option client, and says why', () => {
    expect(make({ concurrency: 'drop' })).toThrow(
      'fromConvexAction takes no option "concurrency": an actor runs one call, and the machine decides what a further event does.',
    )
    expect(make({ client: fake })).toThrow(
      'fromConvexAction takes no option "client": the client is the first parameter.',
    )
    expect(() => fromConvexMutation(fake, save, { concurrency: 'queue' } as never)).toThrow(
      'fromConvexMutation takes no option "concurrency"',
    )
    expect(make({ client: undefined, concurrency: undefined })).not.toThrow()
  })

  test('a recovery with a name, since a machine is persisted itself', () => {
    const recovery = recover(calls, { remember: 'checkout' })
    expect(() => fromConvexAction(fake, guarded, { recovery } as never)).toThrow(
      'fromConvexAction takes no option "recovery" with "remember".',
    )
    expect(() => fromConvexAction(fake, guarded, { recovery: recover(calls) })).not.toThrow()
  })

  test('options that a store refuses, before any actor is created', () => {
    expect(make({ timeout: -1 })).toThrow('Option "timeout" takes milliseconds from 1 to 2147483647.')
    expect(make({ timeuot: 1 })).toThrow('Unknown option "timeuot".')
    expect(() => fromConvexAction(undefined as never, send)).toThrow('options.client must be a Convex client')
    expect(() => fromConvexAction(fake, undefined as never)).toThrow(
      'An action such as api.emails.send is needed',
    )
    expect(() => fromConvexMutation(fake, undefined as never)).toThrow(
      'A mutation such as api.orders.create is needed',
    )
  })

  test('to use options that change later', async () => {
    const options = { timeout: 1000 }
    const errors = failing(
      (() => {
        const logic = fromConvexAction(fake, send, options)
        options.timeout = 5
        return createActor(logic, { input: to })
      })(),
    )
    await vi.advanceTimersByTimeAsync(999)
    expect(errors).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(errors).toMatchObject([{ kind: 'timeout' }])
  })
})

describe('an actor of a mutation', () => {
  test('runs it once, and a lost connection does not end it', async () => {
    const fake = client()
    const actor = createActor(fromConvexMutation(fake, save, { callId: 'callId' }), {
      input: { item: 'tea', callId: 'order-1' },
    }).start()
    fake.disconnect()
    await settle()
    expect(actor.getSnapshot().context).toMatchObject({ phase: 'running', callId: 'order-1' })
    fake.connect()
    fake.resolve(save, 'saved')
    expect(await toPromise(actor)).toBe('saved')
    expect(fake.calls(save).map(({ args }) => args)).toEqual([{ item: 'tea', callId: 'order-1' }])
  })

  test('hands its optimistic update to the client', () => {
    const fake = client()
    const { mutation } = fake
    const handed: unknown[] = []
    fake.mutation = (reference, args, options) => {
      handed.push(options)
      return mutation?.(reference, args) as Promise<unknown>
    }
    const optimisticUpdate = () => {}
    createActor(fromConvexMutation(fake, save, { optimisticUpdate }), { input: { item: 'tea' } }).start()
    expect(handed).toEqual([{ optimisticUpdate }])
  })
})
