import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample, userNamed } from './setup.js'

const email = { to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' }

test('an e-mail reaches the service and the list of sent ones', async () => {
  const { client, services } = await startExample()
  const { messageId } = await client.action(api.emails.send, email)
  expect(services.email.received).toEqual([email])
  expect(await client.query(api.emails.list, {})).toEqual([
    { messageId, subject: 'Welcome!', sentAt: expect.any(Number) },
  ])
})

test('an invalid address is refused before the service is called', async () => {
  const { client, services } = await startExample()
  await expect(client.action(api.emails.send, { ...email, to: 'ada' })).rejects.toMatchObject({
    data: '“ada” is not an e-mail address.',
  })
  expect(services.email.received).toHaveLength(0)
})

test('an e-mail that was refused is not in the list of sent ones', async () => {
  const { client, services } = await startExample()
  services.email.behave({ refuse: 'This address bounced before.' })
  await expect(client.action(api.emails.send, email)).rejects.toMatchObject({
    data: 'This address bounced before.',
  })
  expect(await client.query(api.emails.list, {})).toEqual([])
})

test('a user is welcomed by name, and everyone who watches the users sees it', async () => {
  const { client, services } = await startExample()
  const welcomed: string[] = []
  client.onUpdate(api.users.list, {}, (users) => {
    for (const { name, welcomedAt } of users) if (welcomedAt !== null) welcomed.push(name)
  })
  const userId = await userNamed(client, 'Ada')
  expect(await client.action(api.emails.sendWelcome, { userId })).toBe(null)
  expect(services.email.received).toEqual([
    { to: 'ada@example.com', subject: 'Welcome!', body: 'Welcome Ada!' },
  ])
  await expect.poll(() => welcomed).toEqual(['Ada'])
})

test('with a call id, a user is welcomed once, however often the call is repeated', async () => {
  const { client, services } = await startExample()
  const call = { userId: await userNamed(client, 'Ada'), callId: 'c1' }
  await client.action(api.emails.sendWelcome, call)
  await client.action(api.emails.sendWelcome, call)
  expect(services.email.received).toHaveLength(1)
})

test('a deleted user is not welcomed', async () => {
  const { client, backend, services } = await startExample()
  const userId = await userNamed(client, 'Ada')
  await backend.mutation((ctx) => ctx.db.delete(userId))
  await expect(client.action(api.emails.sendWelcome, { userId })).rejects.toMatchObject({
    data: 'This user does not exist any more.',
  })
  expect(services.email.received).toHaveLength(0)
})
