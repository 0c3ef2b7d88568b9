/** An amount of cents, as people read it. */
export const inDollars = (cents = 0): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).format(cents / 100)

/** A number, with two decimals at most. */
export const rounded = (number: number): string =>
  new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(number)

/** The time of day, to the second; `at` in milliseconds since 1970. */
export const timeOf = (at: number): string =>
  new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' }).format(at)

/** How many of something there are: `1 line`, `2 lines`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
