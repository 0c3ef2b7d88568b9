import { expect, test } from 'vitest'
import { api, connect, connected, startBackend, until } from './setup.js'

const post = (url: string, body: unknown) =>
  fetch(`${url}/_local/faults`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test('a page causes and ends faults', async () => {
  const backend = await startBackend({ control: true })
  const client = await connected(backend)
  expect((await post(backend.url, { refuse: true, kill: true })).status).toBe(200)
  await until(client, (state) => !state.isWebSocketConnected)
  const reset = await post(backend.url, { reset: true })
  expect(reset.headers.get('access-control-allow-origin')).toBe('*')
  expect(await client.action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
})

test('a page reads the log of the wire and how often each function ran', async () => {
  const backend = await startBackend({ control: true })
  await connect(backend).action(api.calls.greet, { name: 'Ada' })
  const { entries, runs } = await (await fetch(`${backend.url}/_local/wire`)).json()
  expect(runs).toEqual({ 'calls:greet': 1 })
  expect(entries.map(({ message }: { message: { type: string } }) => message.type)).toContain(
    'ActionResponse',
  )
})

test('an unknown fault and a body that is not JSON are answered with the available faults', async () => {
  const { url } = await startBackend({ control: true })
  const unknown = await post(url, { explode: true })
  expect(unknown.status).toBe(400)
  expect((await unknown.json()).error).toMatch(/^Unknown fault "explode"\. Known faults: kill, /)
  expect((await post(url, 'kill')).status).toBe(400)
})

test('without control nothing is served', async () => {
  const { url } = await startBackend()
  expect((await post(url, { kill: true })).status).toBe(404)
  for (const path of ['wire', 'rows']) expect((await fetch(`${url}/_local/${path}`)).status).toBe(404)
})

test('a page on another origin may call functions', async () => {
  const { url } = await startBackend()
  const response = await fetch(`${url}/api/action`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:5173',
      'access-control-request-headers': 'convex-client,content-type',
    },
  })
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('access-control-allow-headers')).toContain('convex-client')
})

test('a body that is not JSON is answered with 400', async () => {
  const { url } = await startBackend()
  const response = await fetch(`${url}/api/action`, { method: 'POST', body: 'nonsense' })
  expect(response.status).toBe(400)
  expect((await response.json()).code).toBe('BadJsonBody')
})
