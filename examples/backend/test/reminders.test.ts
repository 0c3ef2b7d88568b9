import type { LocalBackend } from '@convex-action/local-backend'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample, userNamed } from './setup.js'

test('a reminder reaches everyone who watches when it is due', { timeout: 10_000 }, async () => {
  const { client } = await startExample()
  const seen: { text: string; sentAt: number }[] = []
  client.onUpdate(api.reminders.list, {}, (reminders) => seen.push(...reminders))
  const userId = await userNamed(client, 'Ada')
  const { dueAt } = await client.action(api.reminders.schedule, { userId, seconds: 1 })
  await expect.poll(() => seen, { timeout: 5000 }).toHaveLength(1)
  expect(seen[0]?.text).toBe('Ada, this is your reminder.')
  // Timers count whole milliseconds.
  expect(seen[0]?.sentAt).toBeGreaterThan(dueAt - 5)
})

test('with a call id, a reminder is scheduled once, however often the call is repeated', async () => {
  const { client, backend } = await startExample()
  const call = { userId: await userNamed(client, 'Ada'), seconds: 3600, callId: 'c1' }
  const first = await client.action(api.reminders.schedule, call)
  expect(await client.action(api.reminders.schedule, call)).toEqual(first)
  expect(await scheduled(backend)).toEqual(['pending'])
})

test('a deleted user is not reminded, neither at the call nor when the reminder is due', async () => {
  const { client, backend } = await startExample()
  const userId = await userNamed(client, 'Ada')
  await client.action(api.reminders.schedule, { userId, seconds: 1 })
  await backend.mutation((ctx) => ctx.db.delete(userId))
  await expect(client.action(api.reminders.schedule, { userId, seconds: 1 })).rejects.toMatchObject({
    data: 'This user does not exist any more.',
  })
  await expect.poll(() => scheduled(backend), { timeout: 5000 }).toEqual(['success'])
  expect(await client.query(api.reminders.list, {})).toEqual([])
})

test.each([0, -1, 3601, Number.NaN])('%d seconds are refused', async (seconds) => {
  const { client } = await startExample()
  const userId = await userNamed(client, 'Ada')
  await expect(client.action(api.reminders.schedule, { userId, seconds })).rejects.toMatchObject({
    data: 'Choose between 1 and 3600 seconds.',
  })
})

/** The outcomes of the scheduled reminders. */
async function scheduled(backend: LocalBackend): Promise<string[]> {
  const all = await backend.query((ctx) => ctx.db.system.query('_scheduled_functions').collect())
  return all.filter(({ name }) => name.startsWith('reminders')).map(({ state }) => state.kind)
}
