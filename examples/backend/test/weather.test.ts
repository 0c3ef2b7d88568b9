import { createActionStore, isActionError } from '@convex-action/core'
import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

test('the weather of a city is found, however its name is written', async () => {
  const { client, services } = await startExample()
  const weather = { temperature: -3, condition: 'Snow' }
  expect(await client.action(api.weather.fetch, { city: 'Oslo' })).toEqual(weather)
  expect(await client.action(api.weather.fetch, { city: ' oslo ' })).toEqual(weather)
  expect(services.weather.received).toEqual([{ city: 'Oslo' }, { city: ' oslo ' }])
})

test('an unknown city is named in the error', async () => {
  const { client } = await startExample()
  await expect(client.action(api.weather.fetch, { city: 'At & lantis' })).rejects.toMatchObject({
    data: 'No weather is known for “At & lantis”.',
  })
})

test('an empty city is refused before the service is called', async () => {
  const { client, services } = await startExample()
  await expect(client.action(api.weather.fetch, { city: ' ' })).rejects.toMatchObject({
    data: 'Name a city.',
  })
  expect(services.weather.received).toEqual([])
})

test('an unexpected answer of a service never reaches the page', async () => {
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
