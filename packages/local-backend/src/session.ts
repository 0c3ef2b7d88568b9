import type { WebSocket } from 'ws'
import { answer } from './answers.js'
import { type Login, login } from './auth.js'
import { encodeTimestamp } from './encoding.js'
import type { Host } from './host.js'
import { Inbox } from './inbox.js'
import { LiveQueries } from './live-queries.js'
import { Outbox } from './outbox.js'
import type { Outcome } from './outcome.js'
import type { ClientMessage, Message } from './protocol.js'

type Call = ClientMessage & { type: 'Mutation' | 'Action' }

/** One socket of one client: the server's side of the sync protocol. */
export class SyncSession {
  readonly #socket: WebSocket
  readonly #host: Host
  readonly #outbox: Outbox
  readonly #queries: LiveQueries
  #sessionId: string | null = null
  #login: Login | null = null
  #line: Promise<void> = Promise.resolve()
  #updatePending = false
  #stopped = false

  constructor(socket: WebSocket, number: number, host: Host) {
    this.#socket = socket
    this.#host = host
    this.#outbox = new Outbox(socket, number, host)
    this.#queries = new LiveQueries(host.functions)
    const inbox = new Inbox(socket, number, host, {
      handle: (message) => this.#handle(message),
      // The real server also ends a session after an invalid message.
      refuse: (problem) =>
        this.fail({ type: 'FatalError', error: `Received Invalid JSON on websocket: ${problem}` }),
    })
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#end(1003, 'The sync protocol has text frames only.')
      else if (!this.#stopped) inbox.receive(String(data))
    })
    socket.on('close', () => {
      this.#stopped = true
    })
    // The close event already reports this error.
    socket.on('error', () => {})
  }

  /** The version of the identity that the client was last told is accepted. */
  get identityVersion(): number {
    return this.#queries.identityVersion
  }

  /** Ends the socket without a close frame. */
  kill(): void {
    this.#socket.terminate()
  }

  /** Ends the socket with a close frame. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  /** Sends a last message and closes like the real server, which handles nothing more. */
  fail(message: Message): void {
    this.send(message)
    this.#end(1000, '')
  }

  #end(code: number, reason: string): void {
    this.#stopped = true
    this.close(code, reason)
  }

  /** Refuses the client's token. The client fetches another token and connects again. */
  refuseToken(error: string, baseVersion: number, authUpdateAttempted = true): void {
    this.fail({ type: 'AuthError', error, baseVersion, authUpdateAttempted })
  }

  /** Updates the live queries after a commit, once for any number of commits. */
  commitHappened(): void {
    if (this.#updatePending) return
    this.#updatePending = true
    this.#enqueue(() => this.#update())
  }

  /** Sends a message, unless it has a fault. `sent` is called when it has left or was lost. */
  send(message: Message, sent?: () => void): void {
    this.#outbox.send(message, sent)
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
        this.#enqueue(() => this.#update({ querySet: message.newVersion }, this.#queries.modify(message)))
        break
      case 'Mutation':
        this.#enqueue(() => this.#mutation(message))
        break
      case 'Action':
        // It waits for earlier messages, such as a token, but delays no later messages.
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

  async #mutation({ requestId, udfPath, args }: Call): Promise<void> {
    if (this.#tokenExpired()) return
    const { functions, mutations } = this.#host
    const run = () => functions.run('mutation', udfPath, args, this.#login?.identity ?? null)
    // Before Connect, the sender of the request is not known.
    const outcome: Outcome = await (this.#sessionId === null
      ? run()
      : mutations.once(this.#sessionId, requestId, run))
    const answered = this.#queries.hold()
    const timestamp = outcome.success ? { ts: encodeTimestamp(outcome.commit ?? functions.lastCommit) } : {}
    this.send({ type: 'MutationResponse', requestId, ...answer(outcome), ...timestamp }, () => {
      answered(outcome.success)
      this.commitHappened()
    })
  }

  async #action({ requestId, udfPath, args }: Call): Promise<void> {
    if (this.#tokenExpired()) return
    const outcome = await this.#host.functions.run('action', udfPath, args, this.#login?.identity ?? null)
    this.send({ type: 'ActionResponse', requestId, ...answer(outcome) })
  }

  #tokenExpired(): boolean {
    if (this.#stopped) return false
    if (!this.#login || this.#login.expiresAt > Date.now()) return false
    this.refuseToken('Token expired', this.identityVersion, false)
    return true
  }

  async #update(change?: { querySet?: number; identity?: number }, removed: number[] = []): Promise<void> {
    if (this.#stopped) return
    this.#updatePending = false
    // The pending answer will ask again.
    if (!change && this.#queries.isHeld) return
    if (this.#queries.size > 0 && this.#tokenExpired()) return
    const transition = await this.#queries.transition(this.#login?.identity ?? null, change, removed)
    if (transition) this.send(transition)
  }
}
