import type { Message } from './protocol.js'

/**
 * What happens to a message instead of its delivery.
 *
 * - `drop`: it never arrives, and the connection stays
 * - `kill`: it never arrives, and the connection dies
 * - `deliver-then-kill`: it arrives, then the connection dies
 * - `delay`: it arrives this many milliseconds later
 * - `replace`: another message arrives in its place
 */
export type Fault = 'drop' | 'kill' | 'deliver-then-kill' | { delay: number } | { replace: Message }

/** An answer that a proxy or a captive portal sends instead of the server. */
export type HttpAnswer = { status: number; body: string; contentType?: string }

type Rule = { filter: (message: Message, direction: 'in' | 'out') => boolean; fault: Fault; times: number }

/** What faults use of a socket. */
type Session = {
  /** The version of the identity that the client was last told is accepted. */
  readonly identityVersion: number
  kill(): void
  close(code: number, reason: string): void
  fail(message: Message): void
  refuseToken(error: string, baseVersion: number): void
  send(message: Message): void
}

/** Simulates everything that can go wrong between a client and its server. */
export class Faults {
  readonly #sessions: () => Iterable<Session>
  #rules: Rule[] = []
  #refusing = false
  #delay = 0
  #httpAnswer: HttpAnswer | null = null

  constructor(sessions: () => Iterable<Session>) {
    this.#sessions = sessions
  }

  /** Destroys every socket without a close frame, as when the network goes away. */
  kill(): void {
    for (const session of this.#sessions()) session.kill()
  }

  /** Closes every socket properly, by default with code 1001 ("going away"), which clients accept silently. */
  disconnect(code = 1001, reason = ''): void {
    for (const session of this.#sessions()) session.close(code, reason)
  }

  /** While `on` is true, refuses new sockets with HTTP 503. Open sockets stay. */
  refuse(on: boolean): void {
    this.#refusing = on
  }

  /** Delays every answer (ActionResponse, MutationResponse, HTTP) by this many milliseconds. 0 ends it. */
  delay(milliseconds: number): void {
    this.#delay = milliseconds
  }

  /**
   * Applies a fault to the messages that a filter selects: to `in` messages before the function runs, to `out`
   * messages after it ran. HTTP calls are included: their requests look like socket requests (`type` can also be
   * `Query`), and their answers have the type `HttpResponse`.
   *
   * @param options `times`: the number of messages to apply it to, by default unlimited.
   * @returns A function that ends it.
   */
  on(filter: Rule['filter'], fault: Fault, options: { times?: number } = {}): () => void {
    const rule: Rule = { filter, fault, times: options.times ?? Number.POSITIVE_INFINITY }
    this.#rules.push(rule)
    return () => this.#remove(rule)
  }

  /** Sends a FatalError to every socket, then closes it as the real server does. */
  fatal(error: string): void {
    for (const session of this.#sessions()) session.fail({ type: 'FatalError', error })
  }

  /** Sends an AuthError to every socket, then closes it as the real server does. */
  authError(error: string): void {
    for (const session of this.#sessions()) session.refuseToken(error, session.identityVersion)
  }

  /** Sends a raw server message to every socket. */
  send(message: Message): void {
    for (const session of this.#sessions()) session.send(message)
  }

  /** Answers every HTTP API call with this, as a proxy would. `null` ends it. */
  http(answer: HttpAnswer | null): void {
    this.#httpAnswer = answer
  }

  /** Ends all faults. */
  reset(): void {
    this.#rules = []
    this.#refusing = false
    this.#delay = 0
    this.#httpAnswer = null
  }

  /** For the server only: whether new sockets are refused. */
  get refusing(): boolean {
    return this.#refusing
  }

  /** For the server only: the delay of answers, in milliseconds. */
  get answerDelay(): number {
    return this.#delay
  }

  /** For the server only: the answer for HTTP calls, or `null`. */
  get httpAnswer(): HttpAnswer | null {
    return this.#httpAnswer
  }

  /** For the server only: returns the fault for a message, and uses up one of its `times`. */
  meet(message: Message, direction: 'in' | 'out'): Fault | undefined {
    const rule = this.#rules.find(({ filter }) => filter(message, direction))
    if (rule && --rule.times <= 0) this.#remove(rule)
    return rule?.fault
  }

  #remove(rule: Rule): void {
    this.#rules = this.#rules.filter((other) => other !== rule)
  }
}
