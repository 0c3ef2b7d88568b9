import { fileURLToPath } from 'node:url'
import {
  createLocalBackend,
  createTestIssuer,
  type LocalBackend,
  type LocalBackendOptions,
  loadComponents,
  loadModules,
} from '@convex-action/local-backend'
import { ConvexClient } from 'convex/browser'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { CallOutcome } from '../src/index.js'
import { service } from './convex/service.js'
import { about, api, call, gate, isProblem } from './setup.js'

const folder = fileURLToPath(new URL('convex', import.meta.url))
const paid = { transactionId: 'transaction-1' }
const silent = { logVerbose() {}, log() {}, warn() {}, error() {} }

async function startBackend(options: Partial<LocalBackendOptions> = {}): Promise<LocalBackend> {
  const backend = await createLocalBackend({
    modules: await loadModules(folder),
    components: await loadComponents(folder),
    ...options,
  })
  onTestFinished(() => backend.close())
  return backend
}

function connect({ url }: { url: string }): ConvexClient {
  // The client reconnects at once when the network is back, as in a browser.
  const network = new EventTarget()
  vi.stubGlobal('window', network)
  const client = new ConvexClient(url, { logger: silent, unsavedChangesWarning: false })
  client.subscribeToConnectionState(({ isWebSocketConnected }) => {
    if (!isWebSocketConnected) network.dispatchEvent(new Event('online'))
  })
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await client.close()
  })
  return client
}

const charge = (client: ConvexClient, secret = 'try-1') =>
  client.action(api.payments.charge, { amount: 1, call: call(secret) })

const states = (backend: LocalBackend) =>
  backend.inComponent('calls', async (ctx) =>
    (await ctx.db.query('tries').collect()).map(({ state }) => state),
  )

test('the answer is lost: settle returns it as soon as the connection is back', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  backend.faults.on(({ type }, direction) => direction === 'out' && type === 'ActionResponse', 'kill', {
    times: 1,
  })
  await expect(charge(client)).rejects.toThrow('Connection lost')
  expect(await client.mutation(api.calls.settle, about())).toEqual({ state: 'finished', value: paid })
  expect(service.charges).toHaveLength(1)
})

test('the request is lost: settle says never, and a new try under the same id pays', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  backend.faults.on(({ type }, direction) => direction === 'in' && type === 'Action', 'kill', { times: 1 })
  await expect(charge(client)).rejects.toThrow('Connection lost')
  expect(await client.mutation(api.calls.settle, about())).toEqual({ state: 'never' })
  expect(await charge(client, 'try-2')).toEqual(paid)
  expect(await states(backend)).toEqual(['sealed', 'finished'])
  expect(service.charges).toHaveLength(1)
})

test('the request is late: it arrives after settle and is refused before the effect', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  const late = backend.wire.waitFor(({ message }) => message.type === 'Action')
  backend.faults.on(
    ({ type }, direction) => direction === 'in' && type === 'Action',
    { delay: 300 },
    { times: 1 },
  )
  const charging = charge(client).catch(() => {})
  // A mutation of the same client would wait in its queue, so the page asks over another connection.
  expect(await connect(backend).mutation(api.calls.settle, about())).toEqual({ state: 'never' })
  await late
  await charging
  await backend.settled()
  expect(backend.runs('payments:charge')).toBe(1)
  expect(service.charges).toEqual([])
  expect(await states(backend)).toEqual(['sealed'])
})

test('the page is reloaded while it runs: the next page follows the call by a live query until it is finished', async () => {
  const backend = await startBackend()
  const { open, opened } = gate()
  service.before = () => opened
  const first = connect(backend)
  charge(first).catch(() => {})
  await expect.poll(() => states(backend)).toEqual(['running'])
  await first.close()

  const next = connect(backend)
  expect(await next.mutation(api.calls.settle, about())).toEqual({ state: 'running' })
  const seen: CallOutcome[] = []
  const finished = new Promise<void>((resolve) => {
    next.onUpdate(api.calls.outcome, { id: 'cart-1', try: 'try-1' }, (outcome) => {
      seen.push(outcome)
      if (outcome.state === 'finished') resolve()
    })
  })
  await expect.poll(() => seen).toEqual([{ state: 'running' }])
  open()
  await finished
  expect(seen).toEqual([{ state: 'running' }, { state: 'finished', value: paid }])
  expect(service.charges).toHaveLength(1)
})

test('two tabs of one user pay with one id: one effect, one answer', async () => {
  const issuer = await createTestIssuer()
  const backend = await startBackend({ auth: issuer })
  const tabs = [connect(backend), connect(backend)]
  for (const tab of tabs) tab.setAuth(() => issuer.token('ada', { expiresIn: 3600 }))
  const answers = await Promise.all(tabs.map((tab, index) => charge(tab, `try-${index}`)))
  expect(answers).toEqual([paid, paid])
  expect(service.charges).toHaveLength(1)
})

test('the user changes between call and question: the next user learns nothing, the previous user everything', async () => {
  const issuer = await createTestIssuer()
  const backend = await startBackend({ auth: issuer })
  const client = connect(backend)
  const signIn = (user: string) => client.setAuth(() => issuer.token(user, { expiresIn: 3600 }))
  signIn('ada')
  backend.faults.on(({ type }, direction) => direction === 'out' && type === 'ActionResponse', 'kill', {
    times: 1,
  })
  await expect(charge(client)).rejects.toThrow('Connection lost')
  signIn('bob')
  expect(await client.mutation(api.calls.settle, about())).toEqual({ state: 'unknown', why: 'other' })
  signIn('ada')
  expect(await client.mutation(api.calls.settle, about())).toEqual({ state: 'finished', value: paid })
})

test('a function that does not know `call` refuses it: the request itself shows that a function is guarded', async () => {
  const backend = await startBackend({ mode: 'development' })
  const asked = { amount: 1, call: call() } as { amount: number }
  const refused = connect(backend).action(api.payments.chargeUnguarded, asked)
  await expect(refused).rejects.toThrow('Object contains extra field `call` that is not in the validator.')
  expect(service.charges).toEqual([])
})

test('the component is not installed: nothing runs, and settle answers with an error, in production too', async () => {
  const backend = await startBackend({ components: [] })
  const client = connect(backend)
  await expect(charge(client)).rejects.toThrow('Server Error')
  await expect(client.mutation(api.calls.settle, about())).rejects.toThrow('Server Error')
  expect(service.charges).toEqual([])
})

test('a refusal of the guard reaches the page with its kind and a message to show', async () => {
  const client = connect(await startBackend())
  await client.mutation(api.calls.settle, about())
  const error = await charge(client).catch((error: unknown) => error)
  expect(isProblem(error, 'sealed')).toBe(true)
  expect(error).toMatchObject({
    data: { message: 'This call was given up before it began. Nothing happened.' },
  })
})

test('a call is two mutations of the component, and nothing else', async () => {
  const backend = await startBackend()
  await charge(connect(backend))
  const names = ['claim', 'beat', 'end', 'settle', 'outcome']
  const runs = names.map((name) => backend.runs(`components/calls/lib:${name}`))
  expect(runs).toEqual([1, 0, 1, 0, 0])
})
