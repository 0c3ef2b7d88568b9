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
  return { begin: (id) => new Call(calls, id) }
}

/** How many tries one request may name. */
const mostTries = 16
/** How old, in ms, "never" may be: the server remembers a call for at least so long after it was last sure of that. */
const longestWait = 1_800_000

/** The time: by a clock that nobody sets, and by one that goes on while the machine sleeps. */
const now = () => [performance.now(), Date.now()] as const

class Call implements RecoveredCall {
  readonly #calls: CallsApi
  readonly #id: string
  /** All but those that never begin. One that has its answer stays: who is not signed in proves by it whose call it is. */
  #tries: string[] = []
  /** When the oldest of them was handed over. */
  #since = now()

  constructor(calls: CallsApi, id: string) {
    this.#calls = calls
    this.#id = id
  }

  nextTry(args: object): object {
    const secret = randomId()
    if (!this.#tries.length) this.#since = now()
    this.#tries.push(secret)
    return { ...args, call: { id: this.#id, try: secret, guarded: 1 } }
  }

  read(failure: Failure): Failure | undefined {
    if (failure.kind === 'connection') return undefined
    const told = (failure.data as { convexAction?: unknown } | null | undefined)?.convexAction
    if (told === 'taken') return undefined
    if (told === 'lost') return { ...failure, kind: 'connection', delivery: 'unknown' }
    if (told === 'result-lost') return { ...failure, kind: 'result-lost' }
    return failure
  }

  check(connection: Connection, action: string, onFound: (found: Found) => void): () => void {
    let isOver = false
    const ends: ((() => void) | undefined)[] = []
    const stop = () => {
      isOver = true
      for (const end of ends) end?.()
    }
    const tell = (found: Found | undefined) => {
      if (found) onFound(found)
    }
    const fail = (cause: unknown) => tell(unknown(cause))
    // By each of its tries: who is not signed in learns nothing by one that never began.
    const followAll = () => {
      const telling = new Set(this.#tries)
      for (const secret of this.#tries) {
        const look = (value: unknown) => {
          const outcome = value as CallOutcome
          if (outcome.state === 'unknown') telling.delete(secret)
          if (outcome.state !== 'unknown' || !telling.size) tell(read(outcome))
        }
        const args = { id: this.#id, try: secret, action }
        ends.push(follow(connection, this.#calls.outcome, args, look, fail))
      }
      // It may have ended meanwhile, or the client may have known the answer already.
      if (isOver) stop()
    }
    this.#settle(connection, action).then((outcome) => {
      const found = read(outcome)
      if (found) tell(found)
      else followAll()
    }, fail)
    return stop
  }

  ended({ kind, delivery }: Failure, connection: Connection, action: string): void {
    if (delivery === 'unknown' && (kind === 'timeout' || kind === 'canceled'))
      this.#settle(connection, action).catch(report)
  }

  /** Asks the server. Convex sends a mutation again until it has its answer. */
  async #settle(connection: Connection, action: string): Promise<CallOutcome> {
    const named = [...this.#tries]
    const age = this.#age()
    const client = connection.client as unknown as Mutating
    let answer: CallOutcome = { state: 'never' }
    for (let from = 0; !from || from < named.length; from += mostTries) {
      const tries = named.slice(from, from + mostTries)
      const outcome = await client.mutation(this.#calls.settle, { action, id: this.#id, tries, age })
      if (worthOf(outcome) >= worthOf(answer)) answer = outcome
    }
    if (answer.state !== 'never') return answer
    // It may have been sent hours later, after a sleep, with the age of then: what was forgotten would pass for never begun.
    if (this.#age() - age >= longestWait) return this.#settle(connection, action)
    // The server refuses these from now on.
    this.#tries = this.#tries.filter((secret) => !named.includes(secret))
    return answer
  }

  #age(): number {
    const [monotonic, wall] = now()
    return Math.max(monotonic - this.#since[0], wall - this.#since[1])
  }
}

/** Which of several answers of the server is to be believed: what is known of some tries is known of the call. */
const worthOf = ({ state }: CallOutcome) => (state === 'never' ? 0 : state === 'unknown' ? 1 : 2)

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
