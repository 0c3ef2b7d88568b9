import { createTestIssuer, type LocalBackend } from '@convex-action/local-backend'
import { Calls } from '@convex-action/server'
import { modules, schema } from '@convex-action/server/test'
import {
  actionGeneric,
  componentsGeneric,
  type FunctionReference,
  makeFunctionReference,
} from 'convex/server'
import { v } from 'convex/values'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type ActionError, createActionStore } from '../../src/index.js'
import { type CallsApi, recover } from '../../src/recovery.js'
import { clients, startBackend } from './backend.js'

type Call = { id: string; try: string; guarded: 1 }
type Pay = FunctionReference<'action', 'public', { cart: string; call?: Call }, unknown>

const refer = (name: string) => makeFunctionReference(name) as unknown as Pay
const pay = refer('shop:pay')
const calls = {
  settle: makeFunctionReference('calls:settle'),
  outcome: makeFunctionReference('calls:outcome'),
} as unknown as CallsApi

/** A shop with or without the component. Every effect is counted. */
async function openShop({ result = (cart: string): unknown => cart, isInstalled = true } = {}) {
  const effects: string[] = []
  const network = new EventTarget()
  vi.stubGlobal('window', network)
  onTestFinished(() => void vi.unstubAllGlobals())
  const components = componentsGeneric() as unknown as { calls: ConstructorParameters<typeof Calls>[0] }
  const server = new Calls(components.calls)
  const charge = async (cart: string) => {
    effects.push(cart)
    return result(cart) as string
  }
  const args = { cart: v.string() }
  const guarded = actionGeneric(
    server.once({ args, returns: v.any(), handler: (_ctx, { cart }) => charge(cart) }),
  )
  const unguarded = actionGeneric({ args, handler: (_ctx, { cart }) => charge(cart) })
  const issuer = await createTestIssuer()
  // `payment` is the later name of `pay`.
  const shop = { pay: guarded, payment: guarded, unguarded }
  const backend = await startBackend({
    modules: {
      './convex/_generated/api.js': async () => ({}),
      './convex/shop.ts': async () => shop,
      './convex/calls.ts': async () => server.api(),
    },
    components: isInstalled
      ? [
          {
            path: 'calls',
            modules: { ...modules, './schema.js': async () => ({ default: schema }) } as never,
          },
        ]
      : [],
    auth: issuer,
  })
  /** A page of a user, or of a guest. */
  const openPage = async (user?: string, options: { id?: string; reference?: Pay } = {}) => {
    const client = clients.ConvexReactClient(backend.url)
    onTestFinished(() => client.close())
    // It reconnects at once when the network is back, as in a browser.
    client.subscribeToConnectionState(({ isWebSocketConnected }) => {
      if (!isWebSocketConnected) network.dispatchEvent(new Event('online'))
    })
    if (user) client.setAuth(() => issuer.token(user))
    const phases: unknown[] = []
    const store = createActionStore(options.reference ?? pay, {
      client,
      recovery: recover(calls),
      ...(options.id ? { callId: { create: () => String(options.id) } } : {}),
    })
    store.subscribe(({ phase }) => phases.push(phase))
    return { store, phases, pay: () => store.execute({ cart: 'tea' }) }
  }
  return { backend, effects, openPage }
}

const lose = ({ faults }: LocalBackend, direction: 'in' | 'out', times = 1) =>
  faults.on(
    ({ type }, way) => way === direction && type === (way === 'in' ? 'Action' : 'ActionResponse'),
    'kill',
    { times },
  )

const failure = (promise: Promise<unknown>): Promise<ActionError> =>
  promise.then(
    (data) => {
      throw new Error(`It succeeded with ${data}.`)
    },
    (error) => error,
  )

for (const [what, result] of [
  ['of 2 MB', () => 'x'.repeat(2_000_000)],
  ['that Convex cannot send, such as a Date,', () => new Date()],
] as const)
  test(`a result ${what} is lost with its answer: the page learns that the call was done, and it is done once`, async () => {
    const { backend, effects, openPage } = await openShop({ result })
    const page = await openPage('ada')
    lose(backend, 'out')
    const done = { kind: 'result-lost', delivery: 'responded' }
    expect(await failure(page.pay())).toMatchObject(done)
    expect(await failure(page.store.retry())).toMatchObject(done)
    expect(effects).toEqual(['tea'])
  })

test('a cart whose payment is lost, sealed and tried again is paid once, and its page is told the truth each time', async () => {
  const { backend, effects, openPage } = await openShop()
  const page = await openPage('ada', { id: 'cart-1' })
  lose(backend, 'in')
  expect(await failure(page.pay())).toMatchObject({ kind: 'connection', delivery: 'not-sent' })
  expect(effects).toEqual([])
  lose(backend, 'out')
  expect(await page.store.retry()).toBe('tea')
  expect(page.phases).toContain('checking')
  expect(await page.pay()).toBe('tea')
  expect(effects).toEqual(['tea'])
})

test('two tabs that pay the same cart make one payment, even if one of them loses its request', async () => {
  const { backend, effects, openPage } = await openShop()
  const first = await openPage('ada', { id: 'cart-1' })
  const second = await openPage('ada', { id: 'cart-1' })
  expect(await first.pay()).toBe('tea')
  lose(backend, 'in')
  expect(await second.pay()).toBe('tea')
  expect(second.phases).toContain('checking')
  expect(effects).toEqual(['tea'])
})

test('the id of another user’s cart pays your own cart, and without a user it reveals nothing', async () => {
  const { backend, effects, openPage } = await openShop()
  const [ada, bob] = [await openPage('ada', { id: 'cart-1' }), await openPage('bob', { id: 'cart-1' })]
  await ada.pay()
  lose(backend, 'in')
  expect(await failure(bob.pay())).toMatchObject({ delivery: 'not-sent' })
  await bob.store.retry()
  expect(effects).toHaveLength(2)

  const [guest, other] = [
    await openPage(undefined, { id: 'cart-2' }),
    await openPage(undefined, { id: 'cart-2' }),
  ]
  lose(backend, 'out')
  expect(await guest.pay()).toBe('tea')
  expect(await failure(other.pay())).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  expect(effects).toHaveLength(3)
})

test('an id of 128 characters works, and an id of 129 is refused before anything runs', async () => {
  const { backend, effects, openPage } = await openShop()
  lose(backend, 'out')
  expect(await (await openPage('ada', { id: 'x'.repeat(128) })).pay()).toBe('tea')
  const long = await openPage('ada', { id: 'x'.repeat(129) })
  expect(await failure(long.pay())).toMatchObject({ kind: 'application', delivery: 'responded' })
  expect(effects).toHaveLength(1)
})

test('an action that is not guarded refuses what a page with recovery sends, before its handler', async () => {
  const { effects, openPage } = await openShop()
  const page = await openPage('ada', { reference: refer('shop:unguarded') })
  expect(await failure(page.pay())).toMatchObject({ kind: 'server', delivery: 'responded' })
  expect(effects).toEqual([])
})

test('without the component nothing runs, and a lost call is unknown, with the server’s error as its cause', async () => {
  const { backend, effects, openPage } = await openShop({ isInstalled: false })
  const page = await openPage('ada')
  expect(await failure(page.pay())).toMatchObject({ kind: 'server', delivery: 'responded' })
  lose(backend, 'in')
  const error = await failure(page.pay())
  expect(error).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  expect(String(error.cause)).toContain('Server Error')
  expect(backend.runs('calls:settle')).toBe(1)
  expect(effects).toEqual([])
})

test('after an action is renamed, a lost call is found by its old name, and its id is a different call under the new name', async () => {
  const { backend, effects, openPage } = await openShop()
  const page = await openPage('ada', { id: 'cart-1' })
  lose(backend, 'out')
  expect(await page.pay()).toBe('tea')
  const renamed = await openPage('ada', { id: 'cart-1', reference: refer('shop:payment') })
  lose(backend, 'in')
  expect(await failure(renamed.pay())).toMatchObject({ delivery: 'not-sent' })
  expect(effects).toEqual(['tea'])
})
