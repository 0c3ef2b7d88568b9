import { createTestIssuer } from '@convex-action/local-backend'
import type { ConvexClient } from 'convex/browser'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import type { Services } from '../index.js'
import { startExample, userNamed } from './setup.js'

/** Signs in like a page, with a token that it fetches from the identity provider, or not at all. */
function signIn(client: ConvexClient, { identity }: Services, user: string): void {
  client.setAuth(() =>
    fetch(`${identity.url}/token?user=${user}`)
      .then((response) => response.json())
      .then(
        ({ token }) => token,
        () => null,
      ),
  )
}

test('a signed-in user is known by name, and by another name after signing in as another user', async () => {
  const { client, services } = await startExample()
  signIn(client, services, 'ada')
  expect(await client.action(api.users.whoAmI, {})).toEqual({ name: 'Ada', email: 'ada@example.com' })
  signIn(client, services, 'bob')
  expect(await client.action(api.users.whoAmI, {})).toEqual({ name: 'Bob', email: 'bob@example.com' })
})

test('a caller who is not signed in is asked to sign in', async () => {
  const { client } = await startExample()
  await expect(client.action(api.users.whoAmI, {})).rejects.toMatchObject({ data: 'Sign in first.' })
})

test('a token that the identity provider did not sign is refused', async () => {
  const { client, services } = await startExample()
  const forger = await createTestIssuer({ issuer: services.identity.url, audience: 'convex-action-example' })
  const isSignedIn = await new Promise((resolve) => {
    client.setAuth(async ({ forceRefreshToken }) => (forceRefreshToken ? null : forger.token('ada')), resolve)
  })
  expect(isSignedIn).toBe(false)
  await expect(client.action(api.users.whoAmI, {})).rejects.toMatchObject({ data: 'Sign in first.' })
})

test('an identity provider refuses unknown users, and everyone while it is set to refuse', async () => {
  const { services } = await startExample()
  const ask = (user: string) => fetch(`${services.identity.url}/token?user=${user}`)
  expect((await ask('mallory')).status).toBe(404)
  services.identity.behave({ refuse: true })
  expect((await ask('ada')).status).toBe(400)
  expect(services.identity.received).toEqual([{ user: 'mallory' }, { user: 'ada' }])
})

test('a user can change only their own name', async () => {
  const { client, services } = await startExample()
  signIn(client, services, 'ada')
  const id = await userNamed(client, 'Ada')
  await client.mutation(api.users.updateProfile, { name: ' Ada Lovelace ' })
  const users = await client.query(api.users.list, {})
  expect(users.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Bob', 'Grace'])
  expect(users[0]?._id).toBe(id)
})

test('changing a name requires a signed-in user, a profile and a valid name', async () => {
  const { client, backend, services } = await startExample()
  await expect(client.mutation(api.users.updateProfile, { name: 'Eve' })).rejects.toMatchObject({
    data: 'Sign in first.',
  })
  signIn(client, services, 'ada')
  await expect(client.mutation(api.users.updateProfile, { name: ' ' })).rejects.toMatchObject({
    data: 'A name cannot be empty.',
  })
  const id = await userNamed(client, 'Ada')
  await backend.mutation((ctx) => ctx.db.delete(id))
  await expect(client.mutation(api.users.updateProfile, { name: 'Eve' })).rejects.toMatchObject({
    data: 'You have no profile here.',
  })
})
