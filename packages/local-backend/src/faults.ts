import type { Message } from './protocol.js'

/**
 * What happens to a message instead of its delivery.
 * - `drop`: it never arrives, the connection stays
 * - `kill`: it never arrives and the connection dies
 * - `deliver-then-kill`: it arrives, then the connection dies
 * - `delay`: it arrives so many milliseconds later
 * - `replace`: another message arrives in its place
 */
export type Fault = 'drop' | 'kill' | 'deliver-then-kill' | { delay: number } | { replace: Message }

/** An answer that a proxy or a captive portal gives in the server's place. */
export type HttpAnswer = { status: number; body: string; contentType?: string }

type Rule = { filter: (message: Message, direction: 'in' | 'out') => boolean; fault: Fault; times: number }

/** What can be done to one socket. */
type Session = {
  /** The version of the identity that the client last had accepted. */
  readonly identityVersion: number
  kill(): void
  close(code: number, reason: string): void
  fail(message: Message): void
  refuseToken(error: string, baseVersion: number): void
  send(message: Message): void
}

/** Everything that can go wrong between a client and its server, made to happen at will. */
export class Faults {
  readonly #sessions: () => Iterable<Session>
  #rules: Rule[] = []
  #refusing = false
  #delay = 0
  #httpAnswer: HttpAnswer | null = null

  constructor(sessions: () => Iterable<Session>) {
    this.#sessions = sessions
  }

  /** Destroys every socket without a close frame, as a network that went away. */
  kill(): void {
    for (const session of this.#sessions()) session.kill()
  }

  /** Closes every socket properly; 1001 ("going away") by default, which clients take quietly. */
  disconnect(code = 1001, reason = ''): void {
    for (const session of this.#sessions()) session.close(code, reason)
  }

  /** Refuses new sockets with HTTP 503 while on; those already open stay. */
  refuse(on: boolean): void {
    this.#refusing = on
  }

  /** Every answer (ActionResponse, MutationResponse, HTTP) waits so many milliseconds; 0 ends it. */
  delay(milliseconds: number): void {
    this.#delay = milliseconds
  }

  /**
   * Applies a fault to the messages a filter picks: `in` ones before the function runs, `out` ones after it ran.
   * HTTP calls are asked too: their requests look like those of the socket (`type` may also be `Query`), their
   * answers have the type `HttpResponse`.
   *
   * @param options `times`: how many messages it applies to, without limit by default
   * @returns a function that ends it
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

  /** Answers every HTTP API call with this, as a proxy in between would; `null` ends it. */
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

  /** Only for the server: whether new sockets are refused. */
  get refusing(): boolean {
    return this.#refusing
  }

  /** Only for the server: how long answers wait, in milliseconds. */
  get answerDelay(): number {
    return this.#delay
  }

  /** Only for the server: what HTTP calls are answered with instead. */
  get httpAnswer(): HttpAnswer | null {
    return this.#httpAnswer
  }

  /** Only for the server: the fault that a message meets, which uses up one of its `times`. */
  meet(message: Message, direction: 'in' | 'out'): Fault | undefined {
    const rule = this.#rules.find(({ filter }) => filter(message, direction))
    if (rule && --rule.times <= 0) this.#remove(rule)
    return rule?.fault
  }

  #remove(rule: Rule): void {
    this.#rules = this.#rules.filter((other) => other !== rule)
  }
}
