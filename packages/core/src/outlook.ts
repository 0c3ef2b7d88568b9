import { type Connection, isStopped, type Stopped } from './connection.js'
import type { StateName } from './transitions.generated.js'
import type { Tries } from './tries.js'

/** A pending execution, as far as its connection matters. */
interface Pending {
  readonly state: StateName
  readonly options: { readonly offline?: 'wait' | 'fail' | null | undefined }
  readonly tries: Tries
}

/**
 * What a pending execution can expect of its connection:
 *
 * - `send`: it may be handed over
 * - `lost`: its answer cannot come any more
 * - `ask`: the server can be asked what became of it
 * - `wait`: there is no connection now; whether the client still lives has to be asked again
 * - `offline`, `closed`, `unavailable`: it ends for this reason
 * - `undefined`: nothing keeps it from going on as it does
 *
 * @param isSentAgain Whether the client sends it again after a lost connection.
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
    // What was handed over once is waited for: its next try is all that can tell what became of it.
    if (status === 'lost' && options.offline === 'fail' && !tries.handedOver) return 'offline'
  } else if (state === 'checking' && status === 'open') return 'ask'
  return status === 'open' ? undefined : 'wait'
}
