import { createActionStore, isActionError } from '@convex-action/core'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

test('the weather of a city is known, however its name is written', async () => {
  const { client, services } = await startExample()
  const weather = { temperature: -3, condition: 'Snow' }
  expect(await client.action(api.weather.fetch, { city: 'Oslo' })).toEqual(weather)
  expect(await client.action(api.weather.fetch, { city: ' oslo ' })).toEqual(weather)
  expect(services.weather.received).toEqual([{ city: 'Oslo' }, { city: ' oslo ' }])
})

test('a city that nobody knows is told by its name', async () => {
  const { client } = await startExample()
  await expect(client.action(api.weather.fetch, { city: 'At & lantis' })).rejects.toMatchObject({
    data: 'No weather is known for “At & lantis”.',
  })
})

test('no city at all is refused before the service is asked', async () => {
  const { client, services } = await startExample()
  await expect(client.action(api.weather.fetch, { city: ' ' })).rejects.toMatchObject({
    data: 'Name a city.',
  })
  expect(services.weather.received).toEqual([])
})

test('what a service sends in another shape never reaches the page', async () => {
  const { client, services } = await startExample()
  services.weather.behave({ garble: true })
  const store = createActionStore(api.weather.fetch, { client })
  await expect(store.execute({ city: 'Oslo' })).rejects.toMatchObject({
    kind: 'server',
    delivery: 'responded',
  })
  const { error, data } = store.getState()
  expect(isActionError(error)).toBe(true)
  expect(data).toBeUndefined()
})
