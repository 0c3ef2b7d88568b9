import type { FunctionReference } from 'convex/server'
import { ConvexError, type Value } from 'convex/values'
import type { Connection } from './connection.js'
import { type Failure, readFailure } from './errors.js'
import { follow } from './progress.js'
import { randomId } from './random-id.js'
import type { Found, RecoveredCall, Recovery } from './recovered-call.js'
import { report } from './report.js'

/** What the server says of a call. */
export type CallOutcome =
  | { state: 'running' | 'never' | 'lost' }
  | { state: 'finished' | 'refused' | 'failed'; value?: unknown }
  | { state: 'unknown'; why: string }

/** What `calls.api()` of `@convex-action/server` gives, as your app exports it. */
export interface CallsApi {
  settle: FunctionReference<
    'mutation',
    'public',
    { action: string; id: string; tries: string[]; age: number },
    CallOutcome
  >
  outcome: FunctionReference<'query', 'public', { id: string; try?: string; action?: string }, CallOutcome>
}

/** The client's part that is needed: every client over a WebSocket has it. */
interface Mutating {
  mutation(reference: CallsApi['settle'], args: object): Promise<CallOutcome>
}

const never = 'The connection was lost before it began. Nothing happened; you can try again.'

/**
 * Finds out what became of a call whose connection was lost, with the server half of `@convex-action/server`. Give it to a store
 * as `recovery`. The state is pending meanwhile, in phase `checking`.
 *
 * @param calls The module of your app that exports `settle` and `outcome`.
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
export const recover = (calls: CallsApi): Recovery => ({ begin: (id) => new Call(calls, id) })

class Call implements RecoveredCall {
  readonly #calls: CallsApi
  readonly #id: string
  readonly #tries: string[] = []
  /** When it began: by a clock that nobody sets, and by one that goes on while the machine sleeps. */
  readonly #since = [performance.now(), Date.now()] as const

  constructor(calls: CallsApi, id: string) {
    this.#calls = calls
    this.#id = id
  }

  nextTry(args: object): object {
    const secret = randomId()
    this.#tries.push(secret)
    return { ...args, call: { id: this.#id, try: secret, guarded: 1 } }
  }

  read(failure: Failure): Failure | undefined {
    if (failure.kind === 'connection') return undefined
    const told = (failure.data as { convexAction?: unknown } | null | undefined)?.convexAction
    if (told === 'taken') return undefined
    if (told === 'lost') return { ...failure, kind: 'connection', delivery: 'unknown' }
    if (told === 'result-lost') return { ...failure, kind: 'result-lost' }
    // What has its answer need not be asked for.
    this.#tries.length = 0
    return failure
  }

  check(connection: Connection, action: string, onFound: (found: Found) => void): () => void {
    let isOver = false
    let unfollow: (() => void) | undefined
    const tell = (found: Found) => {
      if (!isOver) onFound(found)
    }
    const look = (outcome: CallOutcome) => {
      // The server refuses these from now on.
      if (outcome.state === 'never') this.#tries.length = 0
      const found = read(outcome)
      if (found) tell(found)
      return found
    }
    this.#settle(connection, action).then(
      (outcome) => {
        if (isOver || look(outcome)) return
        const args = { id: this.#id, try: this.#tries.at(-1), action }
        const fail = (cause: unknown) => tell(unknown(cause))
        unfollow = follow(connection, this.#calls.outcome, args, (value) => look(value as CallOutcome), fail)
      },
      (cause) => tell(unknown(cause)),
    )
    return () => {
      isOver = true
      unfollow?.()
    }
  }

  ended({ kind, delivery }: Failure, connection: Connection, action: string): void {
    if (delivery === 'unknown' && (kind === 'timeout' || kind === 'canceled'))
      this.#settle(connection, action).catch(report)
  }

  /** Asks the server. Convex sends a mutation again until it has its answer. */
  #settle({ client }: Connection, action: string): Promise<CallOutcome> {
    const [started, since] = this.#since
    const age = Math.max(performance.now() - started, Date.now() - since)
    const args = { action, id: this.#id, tries: [...this.#tries], age }
    return (client as unknown as Mutating).mutation(this.#calls.settle, args)
  }
}

/** How a call ended; `undefined` where it still runs. */
function read(outcome: CallOutcome): Found | undefined {
  switch (outcome.state) {
    case 'running':
      return undefined
    case 'finished':
      if ('value' in outcome) return { data: outcome.value }
      return { failure: { kind: 'result-lost', delivery: 'responded' }, isTriedAgain: false }
    case 'never':
      return {
        failure: { kind: 'connection', delivery: 'not-sent', message: never },
        isTriedAgain: true,
      }
    case 'refused':
    case 'failed':
      return { failure: thrown(outcome), isTriedAgain: outcome.state === 'failed' }
    default:
      return unknown()
  }
}

/** What the function threw. */
function thrown(outcome: { value?: unknown }): Failure {
  if (!('value' in outcome)) return { kind: 'server', delivery: 'responded' }
  return readFailure(new ConvexError(outcome.value as Value), false)
}

const unknown = (cause?: unknown): Found => ({
  failure: { kind: 'connection', delivery: 'unknown', cause },
  isTriedAgain: false,
})

export type { Found, RecoveredCall, Recovery } from './recovered-call.js'
