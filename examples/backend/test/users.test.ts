import { createTestIssuer } from '@convex-action/local-backend'
import type { ConvexClient } from 'convex/browser'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import type { Services } from '../index.js'
import { startExample, userNamed } from './setup.js'

/** Signs in as a page does: with a token that it fetches from the identity provider, or not at all. */
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

test('whoever is signed in is known by name, and by another one after signing in as somebody else', async () => {
  const { client, services } = await startExample()
  signIn(client, services, 'ada')
  expect(await client.action(api.users.whoAmI, {})).toEqual({ name: 'Ada', email: 'ada@example.com' })
  signIn(client, services, 'bob')
  expect(await client.action(api.users.whoAmI, {})).toEqual({ name: 'Bob', email: 'bob@example.com' })
})

test('nobody in particular is asked to sign in', async () => {
  const { client } = await startExample()
  await expect(client.action(api.users.whoAmI, {})).rejects.toMatchObject({ data: 'Sign in first.' })
})

test('a token that the identity provider did not sign is worth nothing', async () => {
  const { client, services } = await startExample()
  const forger = await createTestIssuer({ issuer: services.identity.url, audience: 'convex-action-example' })
  const isSignedIn = await new Promise((resolve) => {
    client.setAuth(async ({ forceRefreshToken }) => (forceRefreshToken ? null : forger.token('ada')), resolve)
  })
  expect(isSignedIn).toBe(false)
  await expect(client.action(api.users.whoAmI, {})).rejects.toMatchObject({ data: 'Sign in first.' })
})

test('an identity provider lets nobody in whom it does not know, or while it refuses', async () => {
  const { services } = await startExample()
  const ask = (user: string) => fetch(`${services.identity.url}/token?user=${user}`)
  expect((await ask('mallory')).status).toBe(404)
  services.identity.behave({ refuse: true })
  expect((await ask('ada')).status).toBe(400)
  expect(services.identity.received).toEqual([{ user: 'mallory' }, { user: 'ada' }])
})

test('a user changes the own name and nobody else’s', async () => {
  const { client, services } = await startExample()
  signIn(client, services, 'ada')
  const id = await userNamed(client, 'Ada')
  await client.mutation(api.users.updateProfile, { name: ' Ada Lovelace ' })
  const users = await client.query(api.users.list, {})
  expect(users.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Bob', 'Grace'])
  expect(users[0]?._id).toBe(id)
})

test('a name is changed only by somebody signed in, with a profile, to a name', async () => {
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
