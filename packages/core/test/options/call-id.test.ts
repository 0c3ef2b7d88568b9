import { afterEach, describe, expect, test, vi } from 'vitest'
import { charge } from '../actions.js'
import { failureOf } from '../promises.js'
import { setUpCharge } from '../stores.js'
import { catchReports, holdTime } from '../surroundings.js'

holdTime()
const reported = catchReports()
afterEach(() => void vi.restoreAllMocks())

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('option callId', () => {
  test('sends a new random UUID in the named argument for each execution, and shows it apart from the arguments', () => {
    const { store, idOf } = setUpCharge()
    store.execute({ amount: 5 })
    expect(store.getState()).toMatchObject({ args: { amount: 5 }, callId: idOf(0) })
    store.execute({ amount: 5 })
    expect(idOf(0)).toMatch(uuid)
    expect(idOf(1)).toMatch(uuid)
    expect(idOf(1)).not.toBe(idOf(0))
  })

  test('is also random on an insecure origin, where randomUUID does not exist', () => {
    const { getRandomValues } = crypto
    vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) })
    const random = vi.spyOn(Math, 'random')
    const { store, idOf } = setUpCharge()
    store.execute({ amount: 5 })
    store.execute({ amount: 5 })
    expect(idOf(0)).toMatch(uuid)
    expect(idOf(1)).not.toBe(idOf(0))
    expect(random).not.toHaveBeenCalled()
  })

  test('is created even without crypto, as in React Native', () => {
    vi.stubGlobal('crypto', undefined)
    const { store, idOf } = setUpCharge()
    for (const amount of [5, 5]) store.execute({ amount })
    expect(idOf(0)).toMatch(uuid)
    expect(idOf(1)).toMatch(uuid)
    expect(idOf(1)).not.toBe(idOf(0))
  })

  test('without crypto is different at any other moment, even if Math.random repeats itself', async () => {
    vi.stubGlobal('crypto', undefined)
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const { store, idOf } = setUpCharge()
    store.execute({ amount: 5 })
    await vi.advanceTimersByTimeAsync(1)
    store.execute({ amount: 5 })
    expect(idOf(0)).toMatch(uuid)
    expect(idOf(1)).not.toBe(idOf(0))
  })

  test('with create takes the id from the application', () => {
    const { store, idOf } = setUpCharge({
      callId: { name: 'callId', create: ({ amount }) => `cart-${amount}` },
    })
    store.execute({ amount: 5 })
    expect(idOf(0)).toBe('cart-5')
  })

  test('with create that throws or returns no id ends the execution, and nothing is sent', async () => {
    const error = new Error('no cart')
    const throwing = () => {
      throw error
    }
    for (const create of [throwing, () => '', () => 7 as never, () => undefined as never]) {
      const { client, store } = setUpCharge({ callId: { name: 'callId', create } })
      expect(await failureOf(store.execute({ amount: 5 }))).toMatchObject({
        kind: 'arguments',
        delivery: 'not-sent',
      })
      expect(client.calls(charge)).toEqual([])
    }
    expect(reported).toEqual([error])
  })

  test('does not hide invalid arguments: a DOM event is still refused', async () => {
    const { client, store } = setUpCharge()
    const error = await failureOf(store.execute({ preventDefault() {} } as never))
    expect(error).toMatchObject({ kind: 'arguments', message: expect.stringContaining('DOM event') })
    expect(client.calls(charge)).toEqual([])
  })
})
