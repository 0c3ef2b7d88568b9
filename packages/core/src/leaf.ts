import type { StateValue } from 'xstate'

/** The name that the table and the store use for a state of the machine: its innermost one. */
export const leaf = (value: StateValue): string =>
  typeof value === 'string' ? value : leaf(Object.values(value)[0] as StateValue)
