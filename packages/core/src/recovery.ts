import type { Recovery } from './recovered-call.js'
import { CallInDoubt } from './recovery-call.js'
import type { CallsApi } from './recovery-outcome.js'

/**
 * Finds out what became of a call whose connection was lost, with the server half of `@convex-action/server`. Give it to a store
 * as `recovery`. The state is pending meanwhile, in phase `checking`.
 *
 * @param calls The module of your app that exports `settle` and `outcome`.
 * @throws `TypeError` where one of the two is missing.
 *
 * @example
 * ```ts
 * import { createActionStore } from '@convex-action/core'
 * import { recover } from '@convex-action/core/recovery'
 * import { ConvexClient } from 'convex/browser'
 * import { api } from './convex/_generated/api'
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const charge = createActionStore(api.payments.charge, { client, recovery: recover(api.calls) })
 *
 * charge.subscribe(({ phase }) => phase === 'checking' && console.log('Checking what happened…'))
 * charge.execute({ amount: 4200, token: 'token-1' })
 * ```
 */
export function recover(calls: CallsApi): Recovery {
  if (!calls?.settle || !calls.outcome)
    throw new TypeError('recover takes the module that exports settle and outcome: recover(api.calls).')
  return { begin: (id) => new CallInDoubt(calls, id) }
}

export type { Found, RecoveredCall, Recovery } from './recovered-call.js'
export type { CallOutcome, CallsApi } from './recovery-outcome.js'
