import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import WebSocket from 'ws'
import { api, connect, startBackend } from './setup.js'

type Headers = Record<string, string>

/** The status and the body that a request with these headers is answered with, which `fetch` would not send. */
function ask(port: number, method: string, path: string, headers: Headers): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', method, path, headers }, async (response) => {
      let body = ''
      for await (const chunk of response) body += chunk
      resolve([response.statusCode ?? 0, body])
    })
    asked.on('error', reject)
    asked.end(method === 'POST' ? '{}' : undefined)
  })
}

/** `open`, or the status and the body of the refusal. */
function openSocket(port: number, headers: Headers): Promise<'open' | [number, string]> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/1.48.0/sync`, { headers })
  onTestFinished(() => socket.terminate())
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve('open'))
    socket.once('unexpected-response', async (_request, response) => {
      let body = ''
      for await (const chunk of response) body += chunk
      resolve([response.statusCode ?? 0, body])
    })
    socket.once('error', reject)
  })
}

const everything: [method: string, path: string][] = [
  ['GET', '/_local/wire'],
  ['GET', '/_local/rows'],
  ['POST', '/_local/faults'],
  ['OPTIONS', '/_local/faults'],
  ['POST', '/api/action'],
  ['POST', '/api/storage/upload?token=x'],
  ['GET', '/api/storage/x'],
]
const localPages = [
  'http://localhost:5173',
  'http://127.0.0.1:4173',
  'https://localhost',
  'http://[::1]:3000',
]
const otherPages = [
  'https://evil.example',
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example:3210',
  'http://192.168.0.7:5173',
  'chrome-extension://localhost',
  'null',
]

test.each(everything)('a website cannot make a browser send %s %s here', async (method, path) => {
  const { port } = await startBackend({ control: true })
  for (const origin of otherPages) {
    const [status, body] = await ask(port, method, path, { origin })
    expect([origin, status]).toEqual([origin, 403])
    expect(JSON.parse(body).error).toBe(
      `This server answers only pages that localhost, 127.0.0.1 or [::1] serves over http or https, with any port. The request's Origin is "${origin}".`,
    )
  }
})

test.each(everything)(
  'a website whose name leads to this machine cannot send %s %s here',
  async (method, path) => {
    const { port } = await startBackend({ control: true })
    const hosts = [
      `evil.example:${port}`,
      'evil.example',
      `localhost.evil.example:${port}`,
      `localhost:${port + 1}`,
    ]
    for (const host of hosts) {
      const [status, body] = await ask(port, method, path, { host })
      expect([host, status]).toEqual([host, 403])
      expect(JSON.parse(body).error).toBe(
        `This server answers only at localhost, 127.0.0.1 and [::1], with its port ${port}. The request's Host is "${host}".`,
      )
    }
  },
)

test('a website cannot open a socket here, and is told why', async () => {
  const { port } = await startBackend({ control: true })
  for (const origin of otherPages) {
    expect(await openSocket(port, { origin })).toEqual([
      403,
      expect.stringContaining(`Origin is "${origin}"`),
    ])
  }
  const host = `evil.example:${port}`
  expect(await openSocket(port, { host })).toEqual([403, expect.stringContaining(`Host is "${host}"`)])
})

test('pages on this machine, at any port, and programs are answered', async () => {
  const { port } = await startBackend({ control: true })
  for (const origin of localPages) {
    expect([origin, ...(await ask(port, 'POST', '/_local/faults', { origin }))]).toEqual([
      origin,
      200,
      '{"ok":true}',
    ])
    expect([origin, await openSocket(port, { origin })]).toEqual([origin, 'open'])
  }
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
    expect([host, ...(await ask(port, 'POST', '/_local/faults', { host }))]).toEqual([
      host,
      200,
      '{"ok":true}',
    ])
    expect([host, await openSocket(port, { host })]).toEqual([host, 'open'])
  }
})

test('a stored page is served so that its scripts do not run as a page of this machine', async () => {
  const { url } = await connect(await startBackend()).action(api.files.write, { text: '<script></script>' })
  const { headers } = await fetch(url as string)
  expect(headers.get('content-security-policy')).toBe('sandbox')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})
