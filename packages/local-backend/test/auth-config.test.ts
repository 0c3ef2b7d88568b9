import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTestIssuer, loadAuth, type TestIssuer } from '../src/index.js'
import { api, connect, startBackend } from './setup.js'

const folder = fileURLToPath(new URL('convex', import.meta.url))
const audience = 'local-backend'

/** An identity provider on this machine, which auth.config.ts names; it may keep its keys to itself. */
async function startProvider({ publishes = true } = {}): Promise<{ url: string; issuer: TestIssuer }> {
  const server = createServer((request, response) => {
    const isFound = publishes && request.url === '/.well-known/jwks.json'
    response.writeHead(isFound ? 200 : 404).end(isFound ? JSON.stringify(issuer.jwks) : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer = await createTestIssuer({ issuer: url, audience })
  vi.stubEnv('TEST_ISSUER', url)
  onTestFinished(() => void vi.unstubAllEnvs())
  return { url, issuer }
}

test('a token of a provider that auth.config.ts names is accepted, with what it says of the user', async () => {
  const { url, issuer } = await startProvider()
  const client = connect(await startBackend({ auth: await loadAuth(folder) }))
  client.setAuth(() => issuer.token('ada', { claims: { name: 'Ada' } }))
  expect(await client.action(api.calls.identity, {})).toEqual({
    subject: 'ada',
    issuer: url,
    tokenIdentifier: `${url}|ada`,
    name: 'Ada',
  })
})

test('a token is refused when its signature, its issuer or its audience is not the provider’s', async () => {
  const { url, issuer } = await startProvider()
  const auth = await loadAuth(folder)
  const forger = await createTestIssuer({ issuer: url, audience })
  const stranger = await createTestIssuer({ audience })
  const [header, claims] = (await issuer.token('ada')).split('.')
  const [, , otherSignature] = (await issuer.token('bob')).split('.')
  await expect(auth?.verify(`${header}.${claims}.${otherSignature}`)).rejects.toThrow('signature')
  await expect(auth?.verify(await forger.token('ada'))).rejects.toThrow('no applicable key')
  const unknown = 'No auth provider found matching the given token'
  await expect(auth?.verify(await stranger.token('ada'))).rejects.toThrow(unknown)
  const elsewhere = await createTestIssuer({ issuer: url, audience: 'another-app' })
  await expect(auth?.verify(await elsewhere.token('ada'))).rejects.toThrow(unknown)
  await expect(auth?.verify(await issuer.token('ada', { expiresIn: -1 }))).rejects.toThrow('exp')
})

test('while the provider’s keys cannot be fetched its tokens are refused, and the client is told so', async () => {
  const { issuer } = await startProvider({ publishes: false })
  const backend = await startBackend({ auth: await loadAuth(folder) })
  const client = connect(backend)
  client.setAuth(async ({ forceRefreshToken }) => (forceRefreshToken ? null : issuer.token('ada')))
  const { message } = await backend.wire.waitFor(({ message }) => message.type === 'AuthError')
  expect(message.error).toContain('200 OK')
})

test('a folder without auth.config.ts accepts nobody’s tokens', async () => {
  expect(await loadAuth(fileURLToPath(new URL('.', import.meta.url)))).toBeUndefined()
})

test('every reading of auth.config.ts has the environment of its moment', async () => {
  const first = await startProvider()
  await loadAuth(folder)
  const second = await startProvider()
  const auth = await loadAuth(folder)
  expect(await auth?.verify(await second.issuer.token('ada'))).toMatchObject({ issuer: second.url })
  await expect(auth?.verify(await first.issuer.token('ada'))).rejects.toThrow('No auth provider')
})
