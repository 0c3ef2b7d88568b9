import { Calls } from '@convex-action/server'
import { components } from './_generated/api'

export const calls = new Calls(components.calls, { retain: 86_400_000 })
export const { settle, outcome } = calls.api()
