import type { Connection } from './connection.js'
import type { ActionError, Failure } from './errors.js'
import { follow } from './progress.js'
import { randomId } from './random-id.js'
import type { Found, RecoveredCall } from './recovered-call.js'
import type { RememberedCall } from './recovery-memory.js'
import type { CallNote } from './recovery-note.js'
import { type CallOutcome, type CallsApi, read, unknown, worthOf } from './recovery-outcome.js'
import { report } from './report.js'

/** The client's part that is needed: every client over a WebSocket has it. */
interface Mutating {
  mutation(reference: CallsApi['settle'], args: object): Promise<CallOutcome>
}

/** How many tries one request may name. */
const mostTries = 16
/** How old, in ms, "never" may be: the server remembers a call for at least so long after it was last sure of that. */
const longestWait = 1_800_000

/** The time: by a clock that nobody sets, and by one that goes on while the machine sleeps. */
const now = () => [performance.now(), Date.now()] as const

/** Asks the server what became of one call. */
export class CallInDoubt implements RecoveredCall {
  readonly #calls: CallsApi
  readonly #id: string
  readonly #note: CallNote | undefined
  /** Whether a former page or another device began it. */
  readonly #isResumed: boolean
  /** All but those that never begin. One that has its answer stays: who is not signed in proves by it whose call it is. */
  #tries: string[] = []
  /** When the oldest of them was handed over. */
  #since: readonly [monotonic: number, wall: number] = now()

  /**
   * @param note Where it is remembered over a reload.
   * @param former What a former page noted of it; without tries where only its id is known.
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
      if (found) onFound(found)
    }
    const readIt = (outcome: CallOutcome) => read(outcome, this.#isResumed)
    const fail = (cause: unknown) => tell(unknown(this.#isResumed, cause))
    // By each of its tries: who is not signed in learns nothing by one that never began.
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
      // It may have ended meanwhile, or the client may have known the answer already.
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
