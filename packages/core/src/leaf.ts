import type { StateValue } from 'xstate'

/** The name of the innermost state, which the table and the store use. */
export const leaf = (value: StateValue): string =>
  typeof value === 'string' ? value : leaf(Object.values(value)[0] as StateValue)
