import type { Recovery } from './recovered-call.js'
import { CallInDoubt } from './recovery-call.js'
import { CallMemory } from './recovery-memory.js'
import { CallNote, formerCall, notedCall } from './recovery-note.js'
import type { CallsApi } from './recovery-outcome.js'
import { ResumedCall } from './resumed-call.js'

/** The options of {@link recover}. */
export interface RecoverOptions {
  /**
   * A name under which calls are stored in the tab's `sessionStorage`, so that the page can find out after a reload
   * what happened. Arguments and results are never stored. Use each name for one store only. The store needs
   * `concurrency: 'drop'`.
   *
   * @defaultValue Calls are not remembered across a reload.
   */
  remember?: string | undefined
}

/**
 * Finds out what happened to a call after its connection was lost. It needs the server half, `@convex-action/server`.
 * Pass it to a store as `recovery`. While the store asks the server, the state is pending with phase `checking`.
 *
 * @param calls The module of your app that exports `settle` and `outcome`.
 * @param options With `remember`, the store resumes a call after a reload by itself, once something is subscribed and
 * the user is the same. Its `args` are then `undefined`, because arguments are never stored, and `canRetry` is
 * `false`.
 * @returns The value for the option `recovery`.
 * @throws `TypeError` if one of the two functions is missing, or an option is invalid.
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
/**
 * Finds out what happened to a call after its connection was lost. Calls are not remembered across a reload.
 *
 * @param calls The module of your app that exports `settle` and `outcome`.
 * @param options No option is needed.
 * @returns The value for the option `recovery`.
 * @throws `TypeError` if one of the two functions is missing.
 */
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
