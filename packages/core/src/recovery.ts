import type { Recovery } from './recovered-call.js'
import { CallInDoubt } from './recovery-call.js'
import { CallMemory } from './recovery-memory.js'
import { CallNote, formerCall, notedCall } from './recovery-note.js'
import type { CallsApi } from './recovery-outcome.js'
import { ResumedCall } from './resumed-call.js'

/** Options of `recover`. */
export interface RecoverOptions {
  /**
   * A name. Under it the call is remembered in the tab's `sessionStorage`, so that a page after a reload can find out what became of
   * it. One store on a page has the name. The store needs `concurrency: 'drop'`. Default: nothing is remembered.
   */
  remember?: string | undefined
}

/**
 * Finds out what became of a call whose connection was lost, with the server half of `@convex-action/server`. Give it to a store
 * as `recovery`. The state is pending meanwhile, in phase `checking`.
 *
 * @param calls The module of your app that exports `settle` and `outcome`.
 * @param options With `remember`, a store resumes by itself after a reload, once it is subscribed to and the user is the same. Its `args`
 * are `undefined` then, since arguments are never stored, and `canRetry` is false.
 * @throws `TypeError` where one of the two functions is missing, or an option is no good.
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
export function recover(calls: CallsApi, options: { remember: string }): Recovery<undefined>
/** The same, for this page alone. */
export function recover(calls: CallsApi, options?: { remember?: undefined }): Recovery
export function recover(calls: CallsApi, options: RecoverOptions = {}): Recovery<undefined> {
  if (!calls?.settle || !calls.outcome)
    throw new TypeError('recover takes the module that exports settle and outcome: recover(api.calls).')
  const { remember: name } = options
  if (name === undefined) return { begin: (id) => new CallInDoubt(calls, id) }
  if (typeof name !== 'string' || !name) throw new TypeError('Option "remember" takes a name.')
  const memory = new CallMemory(name)
  return {
    begin: (id, origin) => new CallInDoubt(calls, id, new CallNote(memory, id, origin)),
    remembered: (origin, isAsked) => formerCall(memory, origin, isAsked)?.id,
    resume(id, callId, origin) {
      const call = notedCall(memory, origin, true)
      const former = call?.id === id ? call : { tries: [], at: Date.now(), user: undefined }
      const note = new CallNote(memory, id, origin, former.user)
      return new ResumedCall(id, callId, new CallInDoubt(calls, id, note, former))
    },
  }
}

export type { CallIdOption, CallOrigin, Found, RecoveredCall, Recovery, SentCall } from './recovered-call.js'
export type { CallOutcome, CallsApi } from './recovery-outcome.js'
