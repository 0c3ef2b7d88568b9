import { Calls } from '@convex-action/server'
import { components } from './_generated/api.js'

/** Remembers what became of a payment or a report for a day, for pages that lost the answer. */
export const calls = new Calls(components.calls, { retain: 86_400_000 })

/** For a page that lost an answer: `recover(api.calls)` asks them. */
export const { settle, outcome } = calls.api()
