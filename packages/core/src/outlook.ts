import { type Connection, isStopped, type Stopped } from './connection.js'
import type { StateName } from './transitions.generated.js'
import type { Tries } from './tries.js'

/** What matters about a pending execution here. */
interface Pending {
  readonly state: StateName
  readonly options: { readonly offline?: 'wait' | 'fail' | null | undefined }
  readonly tries: Tries
}

/**
 * What to do with a pending execution, given its connection:
 *
 * - `send`: hand it over
 * - `lost`: its answer cannot arrive any more
 * - `ask`: ask the server what happened
 * - `wait`: there is no connection now; check again later whether the client is alive
 * - `offline`, `closed`, `unavailable`: end it for this reason
 * - `undefined`: nothing to do
 *
 * @param isSentAgain Whether the client sends the call again after a lost connection.
 */
export function outlookOf(
  { state, options, tries }: Pending,
  connection: Connection,
  isSentAgain: boolean,
): 'send' | 'lost' | 'ask' | 'wait' | 'offline' | Stopped | undefined {
  if (state === 'lost') return undefined
  const status = connection.status()
  if (state === 'sent') {
    if (isStopped(status) || !(isSentAgain || tries.canBeAnswered(connection))) return 'lost'
  } else if (isStopped(status)) return status
  else if (state === 'queued') {
    if (status === 'open') return 'send'
    // A call that was handed over once waits for the connection: only another try can tell what happened.
    if (status === 'lost' && options.offline === 'fail' && !tries.handedOver) return 'offline'
  } else if (state === 'checking' && status === 'open') return 'ask'
  return status === 'open' ? undefined : 'wait'
}
