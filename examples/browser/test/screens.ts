import { inject } from 'vitest'

const all = [
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone, dark', width: 390, height: 844, colorScheme: 'dark' },
  { name: 'desktop', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'desktop, dark', width: 1280, height: 900, colorScheme: 'dark' },
] as const

/** On which screens an example is looked at: the style sheet is the same for all, so that one is enough for the rest. */
export const screens = all.filter(
  ({ name }) => inject('example') === 'vue' || name === 'phone' || name === 'desktop, dark',
)
