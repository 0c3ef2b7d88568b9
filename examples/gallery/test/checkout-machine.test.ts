import { ActionError, type ActionErrorKind, type Delivery } from '@convex-action/core'
import { fromConvexAction } from '@convex-action/core/machine'
import { createFakeClient } from '@convex-action/core/testing'
import { type ExampleBackend, startExampleBackend } from '@convex-action/example-backend'
import { api } from '@convex-action/example-backend/api'
import { ConvexClient } from 'convex/browser'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type AnyActorRef, createActor, type EventFromLogic, type SnapshotFrom, waitFor } from 'xstate'
import { getAdjacencyMap, getShortestPaths } from 'xstate/graph'
import { checkoutMachine } from '../src/checkout/machine.js'
import { keepAnswer } from './gallery.js'

type Event = EventFromLogic<typeof checkoutMachine>

const input = { amount: 4200 }
const action = 'payments:charge'
/** Whether a message is the answer to an action. */
const isAnswer = ({ type }: { type: string }) => type === 'ActionResponse'
/** Whether a message calls an action. */
const isRequest = ({ type }: { type: string }) => type === 'Action'

const failed = (kind: ActionErrorKind, delivery: Delivery) =>
  tellOfCharge('error', { error: new ActionError({ kind, delivery, action, attempt: 1 }) })

/** What the actor `charge` tells the machine. */
const tellOfCharge = (what: string, told: object) =>
  ({
    type: what === 'snapshot' ? 'xstate.snapshot.charge' : `xstate.${what}.actor.charge`,
    ...told,
  }) as unknown as Event

/** What can happen in the world, as the machine hears of it. */
const world = {
  'the person says where to deliver': { type: 'deliver', address: '1 Main Street' },
  'the person goes back': { type: 'back' },
  'the person pays': { type: 'pay', token: 'tok_visa' },
  'the person gives up': { type: 'giveUp' },
  'the person asks again': { type: 'askAgain' },
  'the person starts over': { type: 'startOver' },
  'the connection is there': tellOfCharge('snapshot', { snapshot: { context: { phase: 'running' } } }),
  'the card is charged': tellOfCharge('done', { output: { transactionId: 'ch_1' } }),
  'the card is declined': failed('application', 'responded'),
  'the connection is lost': failed('connection', 'unknown'),
} satisfies Record<string, Event>

type Happening = keyof typeof world
const happenings = Object.keys(world) as Happening[]
const ofPerson = happenings.slice(0, 6)

/** The innermost state. */
const stateOf = ({ value }: Pick<SnapshotFrom<typeof checkoutMachine>, 'value'>): string =>
  typeof value === 'string' ? value : `${Object.keys(value)[0]}.${Object.values(value)[0]}`

/** What can happen in each state besides what the person does there. */
const possible: Record<string, Happening[]> = {
  'paying.waiting': ['the connection is there'],
  'paying.sent': ['the card is charged', 'the card is declined', 'the connection is lost'],
  asking: ['the card is charged', 'the card is declined', 'the connection is lost'],
}

const walk = {
  input,
  events: (state: SnapshotFrom<typeof checkoutMachine>) =>
    [...ofPerson, ...(possible[stateOf(state)] ?? [])].map((name) => world[name]),
  serializeState: stateOf,
}
type Step = { happening: Happening; leadsTo: string }
const step = (event: Event, state: SnapshotFrom<typeof checkoutMachine>): Step => ({
  happening: happenings.find((name) => world[name] === event) as Happening,
  leadsTo: stateOf(state),
})

type Arrow = { event: Event; state: SnapshotFrom<typeof checkoutMachine> }
const arrows = new Map<string, { transitions: Record<string, Arrow> }>(
  Object.entries(getAdjacencyMap(checkoutMachine, walk)),
)
/** The shortest way to each arrow of the machine, and along it. */
const ways = getShortestPaths(checkoutMachine, walk).flatMap(({ state: from, steps }) => {
  const way = steps.slice(1).map(({ event, state }) => step(event, state))
  return Object.values(arrows.get(stateOf(from))?.transitions ?? {})
    .map(({ event, state }) => [...way, step(event, state)])
    .filter((steps) => steps.at(-1)?.leadsTo !== stateOf(from))
})

let example: ExampleBackend
beforeAll(async () => {
  example = await startExampleBackend()
})
afterAll(() => example.close())

/** A checkout over a real connection. */
async function start() {
  const { backend, services } = example
  services.payment.clear()
  const client = new ConvexClient(backend.url, { logger: false })
  const charge = fromConvexAction(client, api.payments.charge, { callId: 'callId' })
  const machine = checkoutMachine.provide({ actors: { charge } })
  const actor = createActor(machine, { input })
  onTestFinished(async () => {
    actor.stop()
    backend.faults.reset()
    await client.close()
    await backend.settled()
  })
  return { backend, services, client, machine, actor: actor.start() }
}

const connection = (client: ConvexClient, isOpen: boolean) =>
  expect.poll(() => client.connectionState().isWebSocketConnected).toBe(isOpen)

/** Makes what happens on a way happen. What comes next says what the server is to do with the request that goes out now. */
function director({ backend, services, client, actor }: Awaited<ReturnType<typeof start>>) {
  let deliver = async () => {}
  const prepare = (next: Happening | undefined) => {
    backend.faults.reset()
    services.payment.behave({ refuse: next === 'the card is declined' })
    if (next === 'the card is charged' || next === 'the card is declined') deliver = keepAnswer(backend)
    else backend.faults.on(isRequest, 'drop')
  }
  const person = (happening: Happening) => actor.send(world[happening])
  return async (happening: Happening, next: Happening | undefined) => {
    if (happening === 'the person pays') {
      backend.faults.refuse(true)
      backend.faults.disconnect()
      await connection(client, false)
      person(happening)
    } else if (happening === 'the person asks again') {
      await connection(client, true)
      prepare(next)
      person(happening)
    } else if (happening === 'the connection is there') prepare(next)
    else if (happening === 'the connection is lost') backend.faults.disconnect()
    else if (happening === 'the card is charged' || happening === 'the card is declined') await deliver()
    else person(happening)
  }
}

describe('a checkout goes the way of its machine over a real connection:', () => {
  test('there is a way along every arrow of the chart', () => {
    expect(ways.map((way) => way.at(-1)?.leadsTo).sort()).toEqual([
      ...['address', 'address', 'asking'],
      ...['confirmed', 'confirmed'],
      ...['paying.sent', 'paying.waiting'],
      ...['payment', 'payment', 'payment', 'payment'],
      ...['unsure', 'unsure', 'unsure', 'unsure'],
    ])
  })

  for (const steps of ways) {
    test(steps.map(({ happening }) => happening).join(', '), async () => {
      const started = await start()
      const cause = director(started)
      for (const [index, { happening, leadsTo }] of steps.entries()) {
        await cause(happening, steps[index + 1]?.happening)
        await waitFor(started.actor, (snapshot) => stateOf(snapshot) === leadsTo)
      }
      const isCharged = steps.some(({ happening }) => happening === 'the card is charged')
      expect(started.services.payment.charges).toHaveLength(isCharged ? 1 : 0)
    })
  }
})

describe('a checkout', () => {
  const inState = (actor: AnyActorRef, state: string) =>
    waitFor(actor, (snapshot) => stateOf(snapshot) === state)

  test('that lost the answer of a payment asks again under its call id, and the card is charged once', async () => {
    const { actor, backend, services } = await start()
    backend.faults.on(isAnswer, 'kill', { times: 1 })
    actor.send(world['the person says where to deliver'])
    actor.send(world['the person pays'])
    await inState(actor, 'unsure')
    expect(actor.getSnapshot().context.problem).toBe(
      'The connection was lost. This may have gone through, or may still go through. Check before you try again.',
    )
    actor.send(world['the person asks again'])
    await inState(actor, 'confirmed')
    expect(services.payment.charges.map(({ id }) => id)).toEqual([actor.getSnapshot().context.transactionId])
  })

  test('that is restored while it pays does not know what became of it, and asks under the same call id', async () => {
    const before = await start()
    const deliver = keepAnswer(before.backend)
    before.actor.send(world['the person says where to deliver'])
    before.actor.send(world['the person pays'])
    await inState(before.actor, 'paying.sent')
    const snapshot = JSON.parse(JSON.stringify(before.actor.getPersistedSnapshot()))
    await deliver()
    await inState(before.actor, 'confirmed')

    const { machine } = before
    const actor = createActor(machine, { snapshot, input }).start()
    await inState(actor, 'unsure')
    actor.send(world['the person asks again'])
    await inState(actor, 'confirmed')
    expect(before.services.payment.charges).toHaveLength(1)
  })

  test('takes a payment that was not sent for none, but learns nothing from a question that was not sent', async () => {
    const client = createFakeClient()
    const charge = fromConvexAction(client, api.payments.charge, { callId: 'callId', offline: 'fail' })
    const actor = createActor(checkoutMachine.provide({ actors: { charge } }), { input }).start()
    actor.send(world['the person says where to deliver'])
    client.disconnect()
    actor.send(world['the person pays'])
    await inState(actor, 'payment')
    expect(actor.getSnapshot().context.problem).toBe('There is no connection. Nothing happened.')
    client.connect()
    actor.send(world['the person pays'])
    client.disconnect()
    await inState(actor, 'unsure')
    actor.send(world['the person asks again'])
    await inState(actor, 'asking')
    await inState(actor, 'unsure')
    expect(client.calls(api.payments.charge)).toHaveLength(1)
  })

  test('that was refused pays with another card under another call id', async () => {
    const { actor, services } = await start()
    actor.send(world['the person says where to deliver'])
    actor.send({ type: 'pay', token: 'tok_chargeDeclined' })
    await inState(actor, 'payment')
    expect(actor.getSnapshot().context.problem).toBe('Your card was declined.')
    actor.send(world['the person pays'])
    await inState(actor, 'confirmed')
    const ids = services.payment.received.map(({ idempotencyKey }) => idempotencyKey)
    expect(new Set(ids).size).toBe(2)
  })
})
