import type { Connection } from './connection.js'
import type { ActionError, Failure } from './errors.js'
import { follow } from './progress.js'
import { randomId } from './random-id.js'
import type { Found, RecoveredCall } from './recovered-call.js'
import type { RememberedCall } from './recovery-memory.js'
import type { CallNote } from './recovery-note.js'
import { type CallOutcome, type CallsApi, read, unknown, worthOf } from './recovery-outcome.js'
import { report } from './report.js'

/** What is used of the client. Every WebSocket client has it. */
interface Mutating {
  mutation(reference: CallsApi['settle'], args: object): Promise<CallOutcome>
}

/** The maximum number of tries in one request. */
const mostTries = 16
/**
 * The maximum age of the answer "never", in milliseconds. The server remembers a call for at least this long after
 * that answer.
 */
const longestWait = 1_800_000

/** The time by two clocks: one that nobody can set, and one that continues while the device sleeps. */
const now = () => [performance.now(), Date.now()] as const

/** Asks the server what happened to one call. */
export class CallInDoubt implements RecoveredCall {
  readonly #calls: CallsApi
  readonly #id: string
  readonly #note: CallNote | undefined
  /** Whether the call began before a reload or on another device. */
  readonly #isResumed: boolean
  /**
   * The tries, except those that never begin. An answered try stays: it proves to the server whose call it is when
   * nobody is signed in.
   */
  #tries: string[] = []
  /** When the oldest try was handed over. */
  #since: readonly [monotonic: number, wall: number] = now()

  /**
   * @param note What is stored about the call for a reload.
   * @param former What was stored before the reload. It has no tries if only the id is known.
   */
  constructor(calls: CallsApi, id: string, note?: CallNote, former?: Pick<RememberedCall, 'tries' | 'at'>) {
    this.#calls = calls
    this.#id = id
    this.#note = note
    this.#isResumed = !!former
    if (!former) return
    this.#tries = [...former.tries]
    const [monotonic, wall] = this.#since
    this.#since = [monotonic - (wall - former.at), former.at]
    note?.follow()
  }

  get isOfAnother(): boolean {
    return this.#isResumed && !this.#note?.isOfUser
  }

  nextTry(args: object): object {
    const secret = randomId()
    if (!this.#tries.length) this.#since = now()
    this.#tries.push(secret)
    this.#note?.write(this.#tries, this.#since[1])
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
      if (found && !isOver) onFound(found)
    }
    const readIt = (outcome: CallOutcome) => read(outcome, this.#isResumed)
    const fail = (cause: unknown) => tell(unknown(this.#isResumed, cause))
    // Follow every try: without sign-in, a try that never began reveals nothing.
    const followAll = () => {
      const telling = new Set<string | undefined>(this.#tries)
      for (const secret of this.#tries.length ? this.#tries : [undefined]) {
        const look = (value: unknown) => {
          const outcome = value as CallOutcome
          if (outcome.state === 'unknown') telling.delete(secret)
          if (outcome.state !== 'unknown' || !telling.size) tell(readIt(outcome))
        }
        const args = { id: this.#id, try: secret, action }
        ends.push(follow(connection, this.#calls.outcome, args, look, fail))
      }
      // The call may have ended meanwhile, or the client already had the answer.
      if (isOver) stop()
    }
    if (this.isOfAnother) {
      tell({ failure: { kind: 'identity-changed', delivery: 'unknown' }, isTriedAgain: false })
      return stop
    }
    this.#settle(connection, action).then((outcome) => {
      const found = readIt(outcome)
      if (found) tell(found)
      else followAll()
    }, fail)
    return stop
  }

  ended(failure: Failure | null, connection: Connection, action: string): void {
    this.#note?.ended(failure)
    const isGivenUp = failure?.kind === 'timeout' || failure?.kind === 'canceled'
    if (isGivenUp && failure.delivery === 'unknown' && !this.isOfAnother)
      this.#settle(connection, action).catch(report)
  }

  told(error: ActionError | null): void {
    this.#note?.told(error)
  }

  forget(): void {
    this.#note?.forget()
  }

  /** Asks the server. Convex repeats the mutation until it has an answer. */
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
    // After a sleep, the mutation may have been sent hours later with the old age. The server may have forgotten the
    // call by then.
    if (this.#age() - age >= longestWait) return this.#settle(connection, action)
    // The server refuses these tries from now on.
    this.#tries = this.#tries.filter((secret) => !named.includes(secret))
    return answer
  }

  #age(): number {
    const [monotonic, wall] = now()
    return Math.max(monotonic - this.#since[0], wall - this.#since[1])
  }
}
