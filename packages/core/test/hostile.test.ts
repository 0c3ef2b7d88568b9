import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createActionStore } from '../src/index.js'
import { createFakeClient, type FakeClient } from '../src/testing.js'
import { charge } from './actions.js'
import { type Answer, answerByHand } from './clients.js'

/** What user code throws here. Reading anything of it fails, so reporting it may throw too. */
const unreadable = () =>
  new Proxy(new Error('hidden'), {
    get(target, name) {
      if (name === 'stack' || name === 'message') throw new Error('This error cannot be read.')
      return Reflect.get(target, name)
    },
  })

beforeEach(() => {
  vi.useFakeTimers()
  // Like a test setup that fails on any console output.
  vi.stubGlobal('reportError', undefined)
  vi.spyOn(console, 'error').mockImplementation((error) => {
    throw error
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** Lets everything due happen, including another try after the usual delay. */
const settle = () => vi.advanceTimersByTimeAsync(1000)

type Client = FakeClient & Record<string, unknown>

/** How user code fails: what replaces its return value at each call. */
const ways: Record<string, () => () => unknown> = {
  throws: () => () => {
    throw new Error('from user code')
  },
  'throws what cannot be read': () => () => {
    throw unreadable()
  },
  rejects: () => () => Promise.reject(new Error('from user code')),
  'throws once': () => {
    let isFirst = true
    return () => {
      if (!isFirst) return undefined
      isFirst = false
      throw new Error('from user code')
    }
  },
}

interface Scene {
  client: Client
  /** The failing user code. While it does not fail, it returns `usual`. */
  wrong<Usual>(usual?: Usual): () => Usual
  /** The arguments to execute with. */
  args: object
  /** The error that the client rejects with. */
  error: unknown
  subscriber(): unknown
}

/** An object with a getter that returns what `read` returns. */
const having = (name: string, read: () => unknown) =>
  Object.defineProperty({}, name, { get: read, enumerable: true })
const merged = (...parts: object[]) =>
  Object.defineProperties(
    {},
    Object.assign({}, ...parts.map((part) => Object.getOwnPropertyDescriptors(part))),
  )

/** Every place where user code is called or read, as options of a store of `charge`. */
const places: Record<string, (scene: Scene) => object | (() => object)> = {
  'the options getter': ({ client, wrong }) => {
    const get = wrong()
    let reads = 0
    // The store must be created and an execution started first.
    return () => {
      if (++reads > 3) get()
      return { client }
    }
  },
  'a getter of option onExecute': ({ client, wrong }) => lazily({ client }, 'onExecute', wrong()),
  'a getter of option onSuccess': ({ client, wrong }) => lazily({ client }, 'onSuccess', wrong()),
  'a getter of option identity': ({ client, wrong }) => lazily({ client }, 'identity', wrong()),
  'option identity': ({ client, wrong }) => ({ client, identity: wrong() }),
  'option onExecute': ({ client, wrong }) => ({ client, onExecute: wrong() }),
  'option onSuccess': ({ client, wrong }) => ({ client, onSuccess: wrong() }),
  'option onError': ({ client, wrong }) => ({ client, onError: wrong() }),
  'option onSettled': ({ client, wrong }) => ({ client, onSettled: wrong() }),
  'option callId.create': ({ client, wrong }) => ({
    client,
    callId: { name: 'callId', create: wrong('id') },
  }),
  'option retries.when': ({ client, wrong }) => ({
    client,
    callId: 'callId',
    retries: { limit: 1, delay: 0, when: wrong(false) },
  }),
  'option retries.delay': ({ client, wrong }) => ({
    client,
    callId: 'callId',
    retries: { limit: 1, delay: wrong(1), when: () => true },
  }),
  'onUpdate of the client': ({ client, wrong }) => {
    client.onUpdate = wrong()
    return { client, callId: 'callId', progress: 'payments:progress' }
  },
  'a getter of onUpdate of the client': ({ client, wrong }) => {
    const get = wrong()
    Object.defineProperty(client, 'onUpdate', { get, configurable: true })
    return { client, callId: 'callId', progress: 'payments:progress' }
  },
  'what ends onUpdate of the client': ({ client, wrong }) => {
    client.onUpdate = () => wrong()
    return { client, callId: 'callId', progress: 'payments:progress' }
  },
  'watchQuery of the client': ({ client, wrong }) => {
    client.watchQuery = wrong()
    return { client, callId: 'callId', progress: 'payments:progress' }
  },
  'localQueryResult of the client': ({ client, wrong }) => {
    client.watchQuery = () => ({
      localQueryResult: wrong(),
      onUpdate(tell: () => void) {
        tell()
        return () => {}
      },
    })
    return { client, callId: 'callId', progress: 'payments:progress' }
  },
  'onUpdate of a query of the client': ({ client, wrong }) => {
    client.watchQuery = () => ({ localQueryResult: () => 1, onUpdate: wrong() })
    return { client, callId: 'callId', progress: 'payments:progress' }
  },
  'connectionState of the client': ({ client, wrong }) => {
    client.connectionState = wrong({ isWebSocketConnected: true, connectionCount: 1, connectionRetries: 0 })
    return { client }
  },
  'subscribeToConnectionState of the client': ({ client, wrong }) => {
    client.subscribeToConnectionState = wrong(() => {}) as never
    return { client }
  },
  'what ends subscribeToConnectionState of the client': ({ client, wrong }) => {
    client.subscribeToConnectionState = () => wrong() as never
    return { client }
  },
  'action of the client': ({ client, wrong }) => {
    const { action } = client
    client.action = (...call) => wrong(undefined)() ?? action(...call)
    return { client }
  },
  'a subscriber': (scene) => {
    scene.subscriber = scene.wrong()
    return { client: scene.client }
  },
  'a getter of the arguments': (scene) => {
    scene.args = having('amount', scene.wrong(1))
    return { client: scene.client }
  },
  'a getter of the arguments beside a call id': (scene) => {
    scene.args = having('amount', scene.wrong(1))
    return { client: scene.client, callId: 'callId' }
  },
  'a proxy as the arguments': (scene) => {
    const get = scene.wrong()
    scene.args = new Proxy({ amount: 1 }, { get: (target, name) => get() ?? Reflect.get(target, name) })
    return { client: scene.client }
  },
  'a proxy as the arguments that hides its prototype': (scene) => {
    scene.args = new Proxy({ amount: 1 }, { getPrototypeOf: scene.wrong(Object.prototype) })
    return { client: scene.client }
  },
  'the message of an error of the client': (scene) => {
    scene.error = having('message', scene.wrong('no'))
    return { client: scene.client }
  },
  'the data of a ConvexError': (scene) => {
    const get = scene.wrong('no')
    scene.error = Object.defineProperty({ [Symbol.for('ConvexError')]: true }, 'data', { get })
    return { client: scene.client }
  },
  'closed of the client': ({ client, wrong }) => {
    const get = wrong(false)
    Object.defineProperty(client, 'closed', { get, configurable: true })
    return { client }
  },
}

/** Options with a getter that fails once the store is created and an execution has started. */
function lazily(options: object, name: string, get: () => unknown): object {
  let reads = 0
  return merged(
    options,
    having(name, () => (++reads > 2 ? get() : undefined)),
  )
}

/** Answers everything that was sent, until nothing is left. */
const answerAll = async (answers: Answer[], answer: (call: Answer) => void) => {
  for (let times = 0; times < 3; times++) {
    for (const call of answers) answer(call)
    await settle()
  }
}

/** Places that never return a promise: values that are read, and immediate answers of a client. */
const neverRejects = /getter|ends|onnectionState|closed|arguments|error|ConvexError|Result|watchQuery/

const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'success',
    () => 'error',
  )

describe('a store keeps working, and its state and promises agree, when', () => {
  for (const [place, optionsOf] of Object.entries(places)) {
    for (const [way, make] of Object.entries(ways)) {
      if (way === 'rejects' && neverRejects.test(place)) continue
      for (const concurrency of ['parallel', 'drop', 'queue']) {
        // One way of failing is enough to see the difference between concurrencies.
        if (concurrency !== 'queue' && way !== 'throws') continue
        for (const end of ['is answered', 'fails', 'loses its connection'] as const) {
          test(`${place} ${way}, and the running call ${end} (${concurrency})`, async () => {
            const client = createFakeClient<Client>()
            const answers = answerByHand(client)
            const isBroken = { now: true }
            const fail = make()
            const wrong = <Usual>(usual?: Usual) =>
              function userCode(): Usual {
                return (isBroken.now ? (fail() ?? usual) : usual) as Usual
              }
            const scene: Scene = {
              client,
              wrong,
              args: { amount: 1 },
              error: new Error('no'),
              subscriber() {},
            }
            const made = optionsOf(scene)
            const read = () => ({ concurrency, ...(typeof made === 'function' ? made() : {}) })
            const options = typeof made === 'function' ? read : merged({ concurrency }, made)
            const store = createActionStore(charge, options as never)
            store.subscribe(scene.subscriber)

            const attempts = () => {
              try {
                return outcomeOf(store.execute(scene.args as { amount: number }))
              } catch {
                // If the options cannot be read, execute throws.
                return Promise.resolve('error')
              }
            }
            const outcome = attempts()
            if (end === 'loses its connection') {
              client.disconnect()
              await settle()
              client.connect()
              await settle()
            }
            await answerAll(answers, (call) =>
              end === 'is answered' ? call.resolve('charged') : call.reject(scene.error),
            )
            expect(await Promise.race([outcome, 'never'])).not.toBe('never')
            expect(store.getState()).toMatchObject({ pending: false, inFlight: 0 })
            const { status } = store.getState()
            if (status !== 'idle') expect(status).toBe(await outcome)

            isBroken.now = false
            const { length } = answers
            const next = store.execute({ amount: 2 })
            await settle()
            expect(answers.length).toBeGreaterThan(length)
            answers.at(-1)?.resolve('charged')
            expect(await Promise.race([next, settle()])).toBe('charged')
            expect(store.getState()).toMatchObject({ status: 'success', data: 'charged', inFlight: 0 })
            expect(vi.getTimerCount()).toBe(0)
          })
        }
      }
    }
  }
})
