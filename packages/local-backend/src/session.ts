import type { WebSocket } from 'ws'
import { answer, queryModification } from './answers.js'
import { type Login, login, type TokenVerifier } from './auth.js'
import { encodeTimestamp } from './encoding.js'
import type { Faults } from './faults.js'
import type { Functions, LiveQuery, Outcome } from './functions.js'
import { Outbox } from './outbox.js'
import { type ClientMessage, checkMessage, type Message, parseMessage } from './protocol.js'
import type { Timers } from './timers.js'
import type { WireLog } from './wire.js'

/** What all sockets of one server share. `mutations` holds those that may be sent again, by session and request. */
export type Host = {
  functions: Functions
  faults: Faults
  wire: WireLog
  timers: Timers
  auth: TokenVerifier | undefined
  mutations: Map<string, Promise<Outcome>>
}

/** One socket of one client: the server's side of the sync protocol. */
export class SyncSession {
  readonly #socket: WebSocket
  readonly #number: number
  readonly #host: Host
  readonly #outbox: Outbox
  readonly #queries = new Map<number, LiveQuery & { sent?: string }>()
  #sessionId: string | null = null
  #login: Login | null = null
  #version = { querySet: 0, identity: 0, timestamp: 0n }
  #line: Promise<void> = Promise.resolve()
  #unanswered = 0
  #updatePending = false
  #transitionOwed = false
  #stopped = false

  constructor(socket: WebSocket, number: number, host: Host) {
    this.#socket = socket
    this.#number = number
    this.#host = host
    this.#outbox = new Outbox(socket, number, host)
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#end(1003, 'The sync protocol has text frames only.')
      else this.#receive(String(data))
    })
    socket.on('close', () => {
      this.#stopped = true
    })
    // A killed socket reports an error that its close already tells.
    socket.on('error', () => {})
  }

  /** The version of the identity that the client last had accepted. */
  get identityVersion(): number {
    return this.#version.identity
  }

  /** Ends the socket without a close frame. */
  kill(): void {
    this.#socket.terminate()
  }

  /** Ends the socket with a close frame. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  /** Sends a last message, then closes as the real server does: it handles nothing more. */
  fail(message: Message): void {
    this.send(message)
    this.#end(1000, '')
  }

  #end(code: number, reason: string): void {
    this.#stopped = true
    this.close(code, reason)
  }

  /** Refuses the client's token: the client fetches another one and connects again. */
  refuseToken(error: string, baseVersion: number, authUpdateAttempted = true): void {
    this.fail({ type: 'AuthError', error, baseVersion, authUpdateAttempted })
  }

  /** Something was committed: brings the live queries up to date, once for any number of commits. */
  commitHappened(): void {
    if (this.#updatePending) return
    this.#updatePending = true
    this.#enqueue(() => this.#update())
  }

  /** Sends a message, unless a fault meets it; `sent` is called when it left or was lost. */
  send(message: Message, sent?: () => void): void {
    this.#outbox.send(message, sent)
  }

  #receive(text: string): void {
    if (this.#stopped) return
    const message = this.#checked(() => parseMessage(text))
    if (!message) return
    const fault = this.#host.faults.meet(message, 'in')
    if (fault === 'kill') this.kill()
    if (fault === 'drop' || fault === 'kill') return
    const arrive = () => {
      const isReplaced = typeof fault === 'object' && 'replace' in fault
      const arrived = isReplaced ? this.#checked(() => checkMessage(fault.replace)) : message
      if (!arrived) return
      this.#host.wire.add(this.#number, 'in', arrived, text.length)
      this.#handle(arrived)
    }
    if (typeof fault === 'object' && 'delay' in fault) this.#host.timers.after(fault.delay, arrive)
    else arrive()
    if (fault === 'deliver-then-kill') this.kill()
  }

  // What is no message ends the session with a FatalError, as the real server ends it.
  #checked(read: () => ClientMessage): ClientMessage | null {
    try {
      return read()
    } catch (error) {
      const { message } = error as Error
      this.fail({ type: 'FatalError', error: `Received Invalid JSON on websocket: ${message}` })
      return null
    }
  }

  #handle(message: ClientMessage): void {
    switch (message.type) {
      case 'Connect':
        this.#sessionId = message.sessionId
        break
      case 'Authenticate':
        this.#enqueue(() => this.#authenticate(message))
        break
      case 'ModifyQuerySet':
        this.#enqueue(() => this.#modifyQueries(message))
        break
      case 'Mutation':
        this.#enqueue(() => this.#mutation(message))
        break
      case 'Action':
        // Waits for what came before it (a token, say) and holds up nothing that comes after.
        this.#enqueue(async () => void this.#action(message).catch(this.#failed))
        break
    }
  }

  #enqueue(step: () => Promise<void>): void {
    this.#line = this.#line.then(step).catch(this.#failed)
  }

  readonly #failed = (error: unknown): void => {
    this.fail({ type: 'FatalError', error: `The local backend failed: ${String(error)}` })
  }

  async #authenticate(message: ClientMessage & { type: 'Authenticate' }): Promise<void> {
    try {
      this.#login = message.tokenType === 'None' ? null : await login(this.#host.auth, message.value ?? '')
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      return this.refuseToken(text, message.baseVersion)
    }
    await this.#update({ identity: message.baseVersion + 1 })
  }

  async #modifyQueries(message: ClientMessage & { type: 'ModifyQuerySet' }): Promise<void> {
    const removed: number[] = []
    for (const modification of message.modifications) {
      if (modification.type === 'Add') this.#queries.set(modification.queryId, modification)
      else {
        this.#queries.delete(modification.queryId)
        removed.push(modification.queryId)
      }
    }
    await this.#update({ querySet: message.newVersion }, removed)
  }

  async #mutation({
    requestId,
    udfPath,
    args,
  }: ClientMessage & { type: 'Mutation' | 'Action' }): Promise<void> {
    if (this.#tokenExpired()) return
    const { functions } = this.#host
    const run = () => functions.run('mutation', udfPath, args, this.#login?.identity ?? null)
    const outcome = await this.#once(requestId, run)
    this.#unanswered += 1
    const timestamp = outcome.success ? { ts: encodeTimestamp(outcome.commit ?? functions.lastCommit) } : {}
    this.send({ type: 'MutationResponse', requestId, ...answer(outcome), ...timestamp }, () => {
      this.#unanswered -= 1
      // The client settles a mutation at the Transition that follows its answer.
      this.#transitionOwed ||= outcome.success
      this.commitHappened()
    })
  }

  // A client sends a mutation again until it is answered. One that failed wrote nothing, so a repeat may run.
  async #once(requestId: number, run: () => Promise<Outcome>): Promise<Outcome> {
    // Before Connect nobody can tell whose request it is.
    if (this.#sessionId === null) return run()
    const { mutations } = this.#host
    const key = `${this.#sessionId} ${requestId}`
    const running = mutations.get(key) ?? run()
    mutations.set(key, running)
    const outcome = await running
    if (!outcome.success) mutations.delete(key)
    return outcome
  }

  async #action({
    requestId,
    udfPath,
    args,
  }: ClientMessage & { type: 'Mutation' | 'Action' }): Promise<void> {
    if (this.#tokenExpired()) return
    const outcome = await this.#host.functions.run('action', udfPath, args, this.#login?.identity ?? null)
    this.send({ type: 'ActionResponse', requestId, ...answer(outcome) })
  }

  #tokenExpired(): boolean {
    if (this.#stopped) return false
    if (!this.#login || this.#login.expiresAt > Date.now()) return false
    this.refuseToken('Token expired', this.#version.identity, false)
    return true
  }

  async #update(
    change: { querySet?: number; identity?: number } = {},
    removed: number[] = [],
  ): Promise<void> {
    const unasked = Object.keys(change).length === 0
    if (this.#stopped) return
    this.#updatePending = false
    // The effect of a mutation must not be seen before its answer: the answer asks again.
    if (unasked && this.#unanswered > 0) return
    if (this.#queries.size > 0 && this.#tokenExpired()) return
    const queries = [...this.#queries]
    const { timestamp, outcomes } = await this.#host.functions.runAll(
      queries.map(([, query]) => query),
      this.#login?.identity ?? null,
    )
    const modifications: Message[] = removed.map((queryId) => ({ type: 'QueryRemoved', queryId }))
    for (const [index, [queryId, query]] of queries.entries()) {
      const outcome = outcomes[index] as Outcome
      const { logLines: _, ...told } = outcome
      const sent = JSON.stringify(told).replace(/\[Request ID: \w+\]/, '')
      if (sent === query.sent) continue
      query.sent = sent
      modifications.push(queryModification(queryId, outcome))
    }
    if (unasked && modifications.length === 0 && !this.#transitionOwed) return
    this.#transitionOwed = false
    const startVersion = this.#encodedVersion()
    this.#version = { ...this.#version, ...change, timestamp }
    this.send({ type: 'Transition', startVersion, endVersion: this.#encodedVersion(), modifications })
  }

  #encodedVersion(): Message {
    const { querySet, identity, timestamp } = this.#version
    return { querySet, identity, ts: encodeTimestamp(timestamp) }
  }
}
