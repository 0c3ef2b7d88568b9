import { afterEach, expect, test, vi } from 'vitest'
import { isServer } from '../src/provider.js'

afterEach(() => void vi.unstubAllGlobals())

test('a program without a window is on a server', () => {
  expect(isServer()).toBe(true)
  vi.stubGlobal('navigator', undefined)
  expect(isServer()).toBe(true)
})

test('a browser is not a server, and neither is React Native, with or without a window', () => {
  vi.stubGlobal('navigator', { product: 'ReactNative' })
  expect(isServer()).toBe(false)
  vi.stubGlobal('window', globalThis)
  expect(isServer()).toBe(false)
  vi.stubGlobal('navigator', { product: 'Gecko' })
  expect(isServer()).toBe(false)
})
