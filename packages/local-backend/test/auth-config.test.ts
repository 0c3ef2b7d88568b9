import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTestIssuer, loadAuth, type TestIssuer } from '../src/index.js'
import { api, connect, startBackend } from './setup.js'

const folder = fileURLToPath(new URL('convex', import.meta.url))
const audience = 'local-backend'

/** An identity provider on this machine, which auth.config.ts names; it may publish other keys, or none. */
async function startProvider({
  publishes = true,
  keys,
}: {
  publishes?: boolean
  keys?: JSONWebKeySet
} = {}): Promise<{ url: string; issuer: TestIssuer }> {
  const server = createServer((request, response) => {
    const isFound = publishes && request.url === '/.well-known/jwks.json'
    response.writeHead(isFound ? 200 : 404).end(isFound ? JSON.stringify(keys ?? issuer.jwks) : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer = await createTestIssuer({ issuer: url, audience })
  vi.stubEnv('TEST_ISSUER', url)
  onTestFinished(() => void vi.unstubAllEnvs())
  return { url, issuer }
}

test('a token of a provider in auth.config.ts is accepted, with its claims about the user', async () => {
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
  await expect(auth?.verify(await forger.token('ada'))).rejects.toThrow("doesn't match any key")
  const unknown = 'No auth provider found matching the given token'
  await expect(auth?.verify(await stranger.token('ada'))).rejects.toThrow(unknown)
  const elsewhere = await createTestIssuer({ issuer: url, audience: 'another-app' })
  await expect(auth?.verify(await elsewhere.token('ada'))).rejects.toThrow(unknown)
  await expect(auth?.verify(await issuer.token('ada', { expiresIn: -1 }))).rejects.toThrow('exp')
})

test.each([
  ['names no key', { header: {} }, "Could not decode token. JWT may be missing a 'kid' (key ID) header."],
  [
    'never expires',
    { claims: { iss: 'issuer', sub: 'ada', aud: audience } },
    'Could not verify token claim. Check that the JWT contains valid claims and matches your auth provider configuration.',
  ],
  [
    'names no user',
    { claims: { iss: 'issuer', exp: 4_000_000_000, aud: audience } },
    'Could not verify token claim. Check that the JWT contains valid claims and matches your auth provider configuration.',
  ],
  [
    'is signed by another key',
    { header: { kid: 'other' } },
    "Could not decode token. The JWT's 'kid' (key ID) header doesn't match any key in the provider's JWKS, or the JWT signature is invalid.",
  ],
])('a token that %s is refused in Convex’s words', async (_what, changes, message) => {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const keys = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: 'key' }] }
  const { url } = await startProvider({ keys })
  const { header, claims } = {
    header: { kid: 'key' },
    claims: { iss: url, sub: 'ada', aud: audience, exp: 4_000_000_000 },
    ...changes,
  }
  const token = await new SignJWT({ ...claims, iss: url })
    .setProtectedHeader({ alg: 'ES256', ...header })
    .sign(privateKey)
  const backend = await startBackend({ auth: await loadAuth(folder) })
  const client = connect(backend)
  client.setAuth(async ({ forceRefreshToken }) => (forceRefreshToken ? null : token))
  const refusal = await backend.wire.waitFor(({ message }) => message.type === 'AuthError')
  expect(refusal.message.error).toBe(message)
  const answer = await fetch(`${backend.url}/api/action`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ path: 'calls:whoAmI', args: {} }),
  })
  expect([answer.status, await answer.json()]).toEqual([401, { code: 'InvalidAuthHeader', message }])
})

test('an invalid token is refused in Convex’s words', async () => {
  await startProvider()
  const auth = await loadAuth(folder)
  await expect(auth?.verify('nonsense')).rejects.toThrow(
    'Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.',
  )
})

test('while the provider’s keys cannot be fetched, its tokens are refused, and the client is told so', async () => {
  const { issuer } = await startProvider({ publishes: false })
  const backend = await startBackend({ auth: await loadAuth(folder) })
  const client = connect(backend)
  client.setAuth(async ({ forceRefreshToken }) => (forceRefreshToken ? null : issuer.token('ada')))
  const { message } = await backend.wire.waitFor(({ message }) => message.type === 'AuthError')
  expect(message.error).toContain('200 OK')
})

test('a folder without auth.config.ts accepts no tokens', async () => {
  expect(await loadAuth(fileURLToPath(new URL('.', import.meta.url)))).toBeUndefined()
})

test('every reading of auth.config.ts uses the current environment', async () => {
  const first = await startProvider()
  await loadAuth(folder)
  const second = await startProvider()
  const auth = await loadAuth(folder)
  expect(await auth?.verify(await second.issuer.token('ada'))).toMatchObject({ issuer: second.url })
  await expect(auth?.verify(await first.issuer.token('ada'))).rejects.toThrow('No auth provider')
})
