import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { AnyMachineSnapshot, InspectionEvent } from 'xstate'
import { eventTypes } from '../scripts/generated.js'
import { createActionStore } from '../src/index.js'
import { tableInterpreter } from '../src/interpreter.js'
import { createInterpreter, type ExecutionEvent } from '../src/machine.js'
import { createFakeClient } from '../src/testing.js'
import { charge } from './actions.js'
import { countListeners } from './clients.js'
import { catchReports, holdTime } from './surroundings.js'

holdTime()

/** What an inspector sees, in order. */
function inspector() {
  const seen: unknown[] = []
  const ids = new Set<string>()
  const inspect = (event: InspectionEvent) => {
    if ('id' in event.actorRef) ids.add(String(event.actorRef.id))
    if (event.type === '@xstate.event') seen.push((event.event as ExecutionEvent).type)
    if (event.type === '@xstate.action') seen.push(`  ${event.action.type}`)
    if (event.type === '@xstate.snapshot') seen.push((event.snapshot as AnyMachineSnapshot).value)
  }
  return { seen, ids, interpreter: createInterpreter({ inspect }) }
}

const started = ['xstate.init', 'idle']
const executed = [
  'execute',
  '  startTimeout',
  '  watchConnection',
  '  watchProgress',
  '  awaitConnection',
  { pending: 'queued' },
]
const sent = ['connected', '  send', { pending: { running: 'sent' } }]
const ended = ['  unwatchProgress', '  unwatchConnection', '  stopTimeout', '  settle']

describe('option interpreter: with the XState interpreter, an inspector sees', () => {
  test('a successful execution, as an actor with the name of the action', async () => {
    const client = createFakeClient()
    const { seen, ids, interpreter } = inspector()
    const { execute } = createActionStore(charge, { client, interpreter })
    const result = execute({ amount: 4 })
    client.resolve(charge, 'charged')
    expect(await result).toBe('charged')
    expect([...ids]).toEqual(['payments:charge'])
    expect(seen).toEqual([...started, ...executed, ...sent, 'resolve', ...ended, 'success'])
  })

  test('an execution that is tried again', async () => {
    const client = createFakeClient()
    const { seen, interpreter } = inspector()
    const options = { client, interpreter, callId: 'callId', retries: { limit: 1, delay: 1000 } } as const
    const { execute } = createActionStore(charge, options)
    const result = execute({ amount: 4 })
    client.disconnect()
    await vi.advanceTimersByTimeAsync(0)
    client.connect()
    await vi.advanceTimersByTimeAsync(1000)
    client.resolve(charge, 'charged')
    expect(await result).toBe('charged')
    expect(seen).toEqual([
      ...[...started, ...executed, ...sent],
      ...['lose', '  startJudgement', { pending: { running: 'lost' } }],
      ...['retry', '  stopJudgement', '  startBackoff', { pending: 'retrying' }],
      ...['retryDue', '  stopBackoff', '  awaitConnection', { pending: 'queued' }],
      ...[...sent, 'resolve', ...ended, 'success'],
    ])
  })

  test('an execution that is canceled', async () => {
    const { seen, interpreter } = inspector()
    const { execute, cancel } = createActionStore(charge, { client: createFakeClient(), interpreter })
    const result = execute({ amount: 4 })
    cancel()
    await expect(result).rejects.toMatchObject({ kind: 'canceled' })
    expect(seen).toEqual([...started, ...executed, ...sent, 'reject', ...ended, 'error'])
  })

  test('the name, the call id and the error, but no arguments and no result', async () => {
    const client = createFakeClient()
    const events: unknown[] = []
    const inspect = (event: InspectionEvent) => {
      if (event.type === '@xstate.event') events.push(event.event)
    }
    const callId = { name: 'callId', create: () => 'id-1' } as const
    const options = { client, callId, interpreter: createInterpreter({ inspect }) }
    const { execute } = createActionStore(charge, options)
    const results = [execute({ amount: 4321 }), execute({ amount: 4321 })]
    client.resolve(charge, 'a secret')
    client.reject(charge, new Error('no'))
    const [, failed] = await Promise.allSettled(results)
    expect(events).toContainEqual({ type: 'execute', action: 'payments:charge', callId: 'id-1' })
    expect(events).toContainEqual({ type: 'reject', error: (failed as PromiseRejectedResult).reason })
    expect(JSON.stringify(events)).not.toMatch(/4321|a secret/)
  })
})

describe('an inspector', () => {
  const reported = catchReports()

  test('that throws is reported, and the execution continues', async () => {
    const client = createFakeClient()
    const inspect = () => {
      throw new Error('from the inspector')
    }
    const { execute } = createActionStore(charge, { client, interpreter: createInterpreter({ inspect }) })
    const result = execute({ amount: 4 })
    client.resolve(charge, 'charged')
    expect(await result).toBe('charged')
    expect(reported).toContainEqual(new Error('from the inspector'))
  })

  test('that executes meanwhile does not confuse the executions', async () => {
    const client = createFakeClient()
    const listeners = countListeners(client)
    let inner: Promise<unknown> | undefined
    let isFirst = true
    const interpreter = createInterpreter({
      inspect(event) {
        if (event.type !== '@xstate.action' || !isFirst) return
        isFirst = false
        inner = other.execute({ amount: 5 })
      },
    })
    const { execute } = createActionStore(charge, { client, interpreter })
    const other = createActionStore(charge, { client, interpreter })
    const result = execute({ amount: 4 })
    expect(client.calls(charge).map(({ args }) => args)).toEqual([{ amount: 5 }, { amount: 4 }])
    for (const call of client.calls(charge)) call.resolve('charged')
    expect(await Promise.all([result, inner])).toEqual(['charged', 'charged'])
    expect(listeners()).toBe(0)
  })
})

describe('the interpreter', () => {
  test('is that of the options at execute, or else the provided interpreter', async () => {
    const client = createFakeClient()
    const [own, provided] = [inspector(), inspector()]
    const options: { interpreter?: typeof own.interpreter } = {}
    const given = { client, interpreter: provided.interpreter }
    const store = createActionStore(charge, () => options, given)
    store.execute({ amount: 1 })
    options.interpreter = own.interpreter
    store.execute({ amount: 2 })
    expect([provided.seen, own.seen]).toEqual([
      [...started, ...executed, ...sent],
      [...started, ...executed, ...sent],
    ])
  })

  test('is refused by the name of the option if it is not an interpreter', () => {
    const make = () => createActionStore(charge, { client: createFakeClient(), interpreter: {} as never })
    expect(make).toThrow('Option "interpreter" takes an interpreter.')
  })
})

test('the table and the actor give the same answers for any events in any order', () => {
  const execution = { action: 'payments:charge', callId: undefined }
  const actors = createInterpreter()
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...eventTypes), { maxLength: 30 }), (events) => {
      const [tabled, acted] = [tableInterpreter, actors].map((interpreter) => {
        const interpretation = interpreter.start(execution)
        return events.map((event) => [event, interpretation.take(event), interpretation.state])
      })
      expect(tabled).toEqual(acted)
    }),
    { numRuns: 500 },
  )
})
