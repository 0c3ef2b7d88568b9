import { ConvexHttpClient } from 'convex/browser'
import { expect, test } from 'vitest'
import { createTestIssuer } from '../src/index.js'
import { api, connect, connected, silent, startBackend, watch } from './setup.js'

test('functions know the caller when the token is accepted', async () => {
  const auth = await createTestIssuer()
  const client = connect(await startBackend({ auth }))
  client.setAuth(() => auth.token('ada'))
  expect(await client.action(api.calls.whoAmI, {})).toBe('ada')
  expect(await client.query(api.calls.whoAmIQuery, {})).toBe('ada')
})

test('functions know the caller over HTTP too, and a refused token is answered with 401', async () => {
  const auth = await createTestIssuer()
  const { url } = await startBackend({ auth })
  const http = new ConvexHttpClient(url, { logger: silent })
  http.setAuth(await auth.token('ada'))
  expect(await http.action(api.calls.whoAmI, {})).toBe('ada')
  http.setAuth(await (await createTestIssuer()).token('ada'))
  await expect(http.action(api.calls.whoAmI, {})).rejects.toThrow('InvalidAuthHeader')
})

test('a token of another issuer is refused and the client is told so', async () => {
  const auth = await createTestIssuer()
  const stranger = await createTestIssuer()
  const backend = await startBackend({ auth })
  const client = connect(backend)
  const signedIn: boolean[] = []
  const given = new Promise<void>((resolve) => {
    client.setAuth(
      async ({ forceRefreshToken }) => (forceRefreshToken ? null : stranger.token('mallory')),
      (isAuthenticated) => {
        signedIn.push(isAuthenticated)
        resolve()
      },
    )
  })
  const { message } = await backend.wire.waitFor(({ message }) => message.type === 'AuthError')
  expect(message).toMatchObject({ baseVersion: 0, authUpdateAttempted: true, error: expect.any(String) })
  await given
  expect(signedIn).toEqual([false])
  expect(await client.action(api.calls.whoAmI, {})).toBe(null)
})

test('without an issuer every token is refused', async () => {
  const backend = await startBackend()
  const client = connect(backend)
  const issuer = await createTestIssuer()
  client.setAuth(async ({ forceRefreshToken }) => (forceRefreshToken ? null : issuer.token('ada')))
  const { message } = await backend.wire.waitFor(({ message }) => message.type === 'AuthError')
  expect(message.error).toBe('No auth provider found matching the given token')
})

test('with an expired token, nothing runs: the client fetches a new token first', async () => {
  const auth = await createTestIssuer()
  const backend = await startBackend({ auth })
  const client = connect(backend)
  const shortLived = await auth.token('ada', { expiresIn: 1 })
  const tokens = [await auth.token('ada'), shortLived, await auth.token('ada')]
  client.setAuth(async () => tokens.shift())
  await backend.wire.waitFor(({ message }) => message.endVersion?.identity === 2)
  const expired = () =>
    auth.verify(shortLived).then(
      () => false,
      () => true,
    )
  await expect.poll(expired, { timeout: 3000 }).toBe(true)
  expect(await client.mutation(api.counters.add, { name: 'a' })).toBe(1)
  const refusal = backend.wire.entries.find(({ message }) => message.type === 'AuthError')
  expect(refusal?.message).toMatchObject({
    error: 'Token expired',
    authUpdateAttempted: false,
    baseVersion: 2,
  })
  expect(backend.runs('counters:add')).toBe(1)
  expect(await client.action(api.calls.whoAmI, {})).toBe('ada')
})

test('a request that a client makes while it fetches a token is sent with that token', async () => {
  const auth = await createTestIssuer()
  const backend = await startBackend({ auth })
  const client = await connected(backend)
  let give = () => {}
  const fetched = new Promise<void>((resolve) => {
    give = resolve
  })
  client.setAuth(async () => {
    await fetched
    return auth.token('ada')
  })
  const answer = client.action(api.calls.whoAmI, {})
  await backend.query(api.calls.whoAmIQuery, {})
  expect(backend.wire.requests()).toEqual([])
  expect(client.connectionState().isWebSocketConnected).toBe(true)
  give()
  expect(await answer).toBe('ada')
})

test('a live query runs again for another user', async () => {
  const auth = await createTestIssuer()
  const client = connect(await startBackend({ auth }))
  const user = watch<string | null>((on) => client.onUpdate(api.calls.whoAmIQuery, {}, on))
  await user.until((name) => name === null)
  client.setAuth(() => auth.token('ada'))
  await user.until((name) => name === 'ada')
  client.setAuth(() => auth.token('bob'))
  expect(await user.until((name) => name === 'bob')).toBe('bob')
})

test('the issuer refuses a token that was tampered with or has expired', async () => {
  const issuer = await createTestIssuer()
  const token = await issuer.token('ada')
  expect(await issuer.verify(token)).toMatchObject({
    subject: 'ada',
    tokenIdentifier: 'https://issuer.test|ada',
  })
  const [header, , signature] = token.split('.')
  const forged = Buffer.from(JSON.stringify({ sub: 'admin', iss: 'https://issuer.test' })).toString(
    'base64url',
  )
  await expect(issuer.verify(`${header}.${forged}.${signature}`)).rejects.toThrow('signature')
  await expect(issuer.verify(await issuer.token('ada', { expiresIn: -1 }))).rejects.toThrow('exp')
})
