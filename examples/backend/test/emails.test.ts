import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startServices } from '../index.js'
import { startExample } from './setup.js'

const email = { to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' }

test('an e-mail reaches the service and the list of sent ones', async () => {
  const { client, services } = await startExample()
  const { messageId } = await client.action(api.emails.send, email)
  expect(services.email.received).toEqual([email])
  expect(await client.query(api.emails.list, {})).toEqual([
    { messageId, subject: 'Welcome!', sentAt: expect.any(Number) },
  ])
})

test('something that is no address is refused before the service is asked', async () => {
  const { client, services } = await startExample()
  await expect(client.action(api.emails.send, { ...email, to: 'ada' })).rejects.toMatchObject({
    data: '“ada” is not an e-mail address.',
  })
  expect(services.email.received).toHaveLength(0)
})

test('a refusal is told in the words of the service', async () => {
  const { client, services } = await startExample()
  services.email.behave({ refuse: 'This address bounced before.' })
  await expect(client.action(api.emails.send, email)).rejects.toMatchObject({
    data: 'This address bounced before.',
  })
  expect(await client.query(api.emails.list, {})).toEqual([])
})

test('a service out of order is told apart from one that cannot be reached', async () => {
  const { client, services } = await startExample()
  services.email.behave({ fail: true })
  await expect(client.action(api.emails.send, email)).rejects.toMatchObject({
    data: 'The e-mail service is out of order right now. Please try again later.',
  })
  await services.email.close()
  await expect(client.action(api.emails.send, email)).rejects.toMatchObject({
    data: 'The e-mail service cannot be reached right now. Please try again later.',
  })
})

test('a page can make the service slow and read what it received', async () => {
  const { client, services } = await startExample()
  const delay = 40
  await fetch(`${services.email.url}/_behave`, { method: 'POST', body: JSON.stringify({ delay }) })
  const started = performance.now()
  await client.action(api.emails.send, email)
  expect(performance.now() - started).toBeGreaterThanOrEqual(delay - 1)
  expect(await (await fetch(`${services.email.url}/_received`)).json()).toEqual([email])
})

test('a port in use is told, and the other service is not left running', async () => {
  const { services } = await startExample()
  const free = await startServices()
  await free.close()
  const emailPort = portOf(free.email)
  await expect(startServices({ emailPort, paymentPort: portOf(services.payment) })).rejects.toThrow(
    'EADDRINUSE',
  )
  const again = await startServices({ emailPort })
  await again.close()
})

function portOf({ url }: { url: string }): number {
  return Number(new URL(url).port)
}
