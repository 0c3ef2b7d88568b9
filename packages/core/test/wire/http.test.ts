import { ConvexHttpClient } from 'convex/browser'
import { describe, expect, test } from 'vitest'
import { createActionStore } from '../../src/index.js'
import { failureOf } from '../promises.js'
import { api } from './api.js'
import { startBackend } from './backend.js'
import { echoStore } from './echo-store.js'

describe('over HTTP', () => {
  const start = async () => {
    const backend = await startBackend()
    const client = new ConvexHttpClient(backend.url)
    return { backend, client, ...echoStore(client) }
  }

  test('a call is answered: running, then success, one request', async () => {
    const { backend, store, seen } = await start()
    expect(await store.execute({ value: 'hi' })).toBe('hi')
    expect(seen()).toEqual(['idle', 'running', 'success'])
    expect(backend.wire.requests()).toHaveLength(1)
  })

  test('an application error and a server error are answers', async () => {
    const { client } = await start()
    const refused = await failureOf(
      createActionStore(api.health.refuse, { client }).execute({ data: 'Taken.' }),
    )
    expect(refused).toMatchObject({
      kind: 'application',
      delivery: 'responded',
      message: 'Taken.',
      data: 'Taken.',
    })
    const crashed = await failureOf(createActionStore(api.health.crash, { client }).execute({ text: '4242' }))
    expect(crashed).toMatchObject({ kind: 'server', delivery: 'responded' })
    expect(crashed.requestId).toMatch(/^[0-9a-f]{16}$/)
  })

  for (const [what, answer] of Object.entries({
    "a proxy's 502": { status: 502, body: '<html>secret 502</html>', contentType: 'text/html' },
    "a captive portal's page": { status: 200, body: '<html>secret login</html>', contentType: 'text/html' },
    'an empty 500': { status: 500, body: '' },
  })) {
    test(`${what} is not an answer of the function: unexpected, unknown, and its body is not shown`, async () => {
      const { backend, store } = await start()
      backend.faults.http(answer)
      const error = await failureOf(store.execute({ value: 'hi' }))
      expect(error).toMatchObject({ kind: 'unexpected', delivery: 'unknown' })
      expect(error.message).not.toContain('secret')
    })
  }

  test('a server that cannot be reached: connection, unknown', async () => {
    const { backend, store } = await start()
    await backend.close()
    expect(await failureOf(store.execute({ value: 'hi' }))).toMatchObject({
      kind: 'connection',
      delivery: 'unknown',
    })
  })
})
