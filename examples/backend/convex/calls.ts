import { Calls } from '@convex-action/server'
import { components } from './_generated/api.js'

/** Remembers the outcome of payments and reports for a day, for pages that lost the answer. */
export const calls = new Calls(components.calls, { retain: 86_400_000 })

/** The functions that a page calls with `recover(api.calls)` after it lost an answer. */
export const { settle, outcome } = calls.api()
