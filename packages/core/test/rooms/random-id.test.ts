import { afterEach, expect, test, vi } from 'vitest'
import { randomId } from '../../src/random-id.js'

afterEach(() => void vi.unstubAllGlobals())

const version = (id: string) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-([47])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(id)?.[1]

test('if the platform creates UUIDs, an id is one, and reveals nothing, not even the time', () => {
  expect(version(randomId())).toBe('4')
})

test('if the platform only creates random bytes, an id is made of them and the time', () => {
  const getRandomValues = vi.fn((bytes: Uint8Array) => bytes.fill(0xfc))
  vi.stubGlobal('crypto', { getRandomValues })
  vi.stubGlobal('Date', { now: () => 0x0123456789ab })
  expect(randomId()).toBe('01234567-89ab-7ccc-8ccc-cccccccccccc')
})

test('if "crypto" has neither or is missing, an id is still created', () => {
  for (const crypto of [{}, undefined]) {
    vi.stubGlobal('crypto', crypto)
    expect(version(randomId())).toBe('7')
  }
})
