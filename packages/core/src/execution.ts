import type { Call } from './arguments.js'
import type { Connection } from './connection.js'
import { ActionError, type ActionErrorKind, type Failure, readFailure } from './errors.js'
import type { ExecutionEvent } from './machine.js'
import { isObject, isTime, type Taken } from './options.js'
import { guard, report } from './report.js'
import { type EffectName, tabulate } from './transitions.generated.js'
import type { ConnectionState } from './types.js'

type State = keyof ReturnType<typeof tabulate>
type EventType = ExecutionEvent['type']
type Edge = readonly [next: State, effects: readonly ((this: Execution) => void)[]]
type Timer = ReturnType<typeof setTimeout> | undefined

/** What an execution asks of its store. */
export interface Host {
  /** The name of the action or mutation. */
  readonly action: string
  readonly connection: Connection
  /** Whether the client sends it again after a lost connection. */
  readonly isSentAgain: boolean
  /** Hands it over to the client. */
  call(args: object, options: Taken): Promise<unknown>
  /** Subscribes to the progress query, where there is one; returns a function that ends it. */
  follow(execution: Execution): (() => void) | undefined
  /** Runs a step, once those before it are done. */
  run(step: () => void): void
  /** Whether those before it in the line have ended. */
  isTurn(execution: Execution): boolean
  /** Whether a newer one took its place. */
  isSuperseded(execution: Execution): boolean
  /** Whether the user is still the one of `execute`. */
  isSameUser(execution: Execution): boolean
  /** It ended. */
  settled(execution: Execution): void
}

/**
 * How often, in ms, an execution that waits for a connection looks whether the client still lives: one that is closed
 * while it is disconnected publishes nothing.
 */
const lookInterval = 50

const backoff = (attempt: number) => Math.min(30_000, 500 * 2 ** attempt) * (0.5 + Math.random() / 2)
const isNoPromise = (answer: unknown) => !isObject(answer)
const asyncWhen = 'Option "retries.when" gave a promise, not true or false.'
const isConnectionLost = ({ kind }: ActionError) => kind === 'connection'

/** One execution: its machine state, its effects under the names that the machine gives them, and its promise. */
export class Execution implements Record<EffectName, () => void> {
  state: State = 'idle'
  /** Which try is under way or was the last. */
  attempt = 1
  /** What it succeeded with. */
  data: unknown
  /** What it, or its last try, failed with. */
  error: ActionError | null = null
  /** The newest value of its progress query. */
  progress: unknown
  /** Whether the client ever had it. */
  handedOver = false
  /** Whether it was taken out of sight: by `reset`, by `cancel`, by another user. */
  hidden = false
  readonly promise: Promise<unknown>
  resolve!: (data: unknown) => void
  reject!: (error: unknown) => void

  /** Whether a try was handed over and not answered. */
  #uncertain = false
  /** The connection that it was sent on, counted from the first. */
  #sentOn: number | undefined
  readonly #host: Host
  #delay = 0
  #unwatch: (() => void) | undefined
  #unfollow: (() => void) | undefined
  #deadline: Timer
  #look: Timer
  #judgement: Timer
  #pause: Timer

  constructor(
    host: Host,
    /** The options as they were at `execute`. */
    readonly options: Taken,
    /** What it sends. */
    readonly call: Call,
    /** Since which change of user it is. */
    readonly session: object,
  ) {
    this.#host = host
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    // Whoever ignores the promise has the state to look at.
    this.promise.catch(() => {})
  }

  /** Takes an event as the machine does: one that its state does not expect changes nothing. */
  take(event: EventType, payload?: unknown): void {
    const edge = edges[this.state][event]
    if (!edge) return
    if (event === 'resolve') this.data = payload
    else if (payload) this.error = payload as ActionError
    this.state = edge[0]
    for (const effect of edge[1]) {
      try {
        effect.call(this)
      } catch (cause) {
        this.#stumble(cause)
      }
    }
  }

  /** The failure of an execution that ends for a reason of our own. */
  ending(kind: ActionErrorKind, message?: string, cause?: unknown): ActionError {
    return this.#failure({ kind, delivery: this.handedOver ? 'unknown' : 'not-sent', message, cause })
  }

  /** Looks at the connection: may it be sent, or, once it is, can its answer still come? */
  check = (): void => {
    try {
      const { connection } = this.#host
      const ended = connection.ended()
      const socket = ended ? undefined : connection.state()
      const isOpen = !socket || socket.isWebSocketConnected
      if (isOpen) this.#stopLooking()
      if (this.state === 'running') {
        const isSame = isOpen && socket?.connectionCount === this.#sentOn
        if (ended || !(isSame || this.#host.isSentAgain))
          this.#judgement ??= setTimeout(this.#judge, 0, this.attempt)
        else if (!isOpen) this.#keepLooking()
      } else if (ended) this.#giveUp(ended)
      else if (this.state === 'queued' && this.#host.isTurn(this) && this.#host.isSameUser(this)) {
        if (isOpen) this.#dispatch('connected')
        else this.#awaitSocket(socket)
      } else if (this.state === 'retrying' && !isOpen) this.#keepLooking()
    } catch (cause) {
      this.#stumble(cause)
    }
  }

  startTimeout(): void {
    const { timeout } = this.options
    if (timeout) this.#deadline = setTimeout(() => this.#giveUp('timeout'), timeout)
  }

  stopTimeout(): void {
    clearTimeout(this.#deadline)
  }

  watchConnection(): void {
    this.#unwatch = this.#host.connection.watch(this.check)
  }

  unwatchConnection(): void {
    this.#stopLooking()
    clearTimeout(this.#judgement)
    this.#unwatch?.()
  }

  watchProgress(): void {
    // A client that has ended, or none while rendering on a server, has nothing to tell.
    if (!this.#host.connection.ended()) this.#unfollow = this.#host.follow(this)
  }

  unwatchProgress(): void {
    this.#unfollow?.()
  }

  awaitConnection(): void {
    this.check()
  }

  send(): void {
    const { connection, call } = this.#host
    const { attempt } = this
    const socket = connection.state()
    this.#sentOn = socket?.connectionCount
    this.handedOver = true
    call(this.call.toSend(), this.options).then(
      (data) => this.#succeed(data),
      (cause) => this.#fail(readFailure(cause, !socket), attempt),
    )
  }

  startBackoff(): void {
    this.check()
    this.#pause = setTimeout(() => {
      if (!this.#host.isSameUser(this)) return
      this.attempt++
      this.#dispatch('retryDue')
    }, this.#delay)
  }

  stopBackoff(): void {
    clearTimeout(this.#pause)
  }

  settle(): void {
    this.#host.settled(this)
  }

  #dispatch(event: EventType, payload?: unknown): void {
    this.#host.run(() => this.take(event, payload))
  }

  #awaitSocket({ connectionCount, connectionRetries }: ConnectionState): void {
    const wasTried = connectionCount > 0 || connectionRetries > 0
    // What was handed over once is waited for: its next try is all that can tell what became of it.
    if (this.options.offline === 'fail' && wasTried && !this.handedOver) this.#giveUp('offline')
    else this.#keepLooking()
  }

  #keepLooking(): void {
    this.#look ??= setInterval(this.check, lookInterval)
  }

  #stopLooking(): void {
    clearInterval(this.#look)
    this.#look = undefined
  }

  #giveUp(kind: ActionErrorKind, cause?: unknown): void {
    this.#dispatch('reject', this.ending(kind, undefined, cause))
  }

  /**
   * The connection of a try is gone. Judged one macrotask after that was published: an answer that had arrived before
   * has been read by then.
   */
  #judge = (attempt: number): void => {
    this.#judgement = undefined
    try {
      const ended = this.#host.connection.ended()
      if (ended) this.#giveUp(ended)
      else this.#fail({ kind: 'connection', delivery: 'unknown' }, attempt)
    } catch (cause) {
      this.#stumble(cause)
    }
  }

  /** The client threw. That ends the execution; where it has ended, it is reported. */
  #stumble(cause: unknown): void {
    if (edges[this.state].reject) this.#giveUp('unexpected', cause)
    else report(cause)
  }

  #succeed(data: unknown): void {
    if (this.#host.isSameUser(this)) this.#dispatch('resolve', data)
    else this.#dispatch('reject', this.#failure({ kind: 'identity-changed', delivery: 'responded' }))
  }

  /** A try failed. What an earlier one says later is of no interest: the current one decides. */
  #fail(failure: Failure, attempt: number): void {
    if (this.state !== 'running' || attempt !== this.attempt) return
    this.#uncertain ||= failure.delivery === 'unknown'
    const error = this.#failure(failure)
    this.#dispatch(this.#mayRetry(error) ? 'retry' : 'reject', error)
  }

  /** What it fails with: over all its tries, and in the eyes of the user who is there now. */
  #failure(failure: Failure): ActionError {
    const delivery = this.#uncertain && failure.delivery === 'responded' ? 'unknown' : failure.delivery
    const told: Failure = this.#host.isSameUser(this) ? failure : { kind: 'identity-changed', delivery }
    return new ActionError({ ...told, delivery, action: this.#host.action, attempt: this.attempt })
  }

  /** Whether another try follows `error`; if so, sets how long it waits. */
  #mayRetry(error: ActionError): boolean {
    const { retries } = this.options
    if (!retries || error.kind === 'identity-changed') return false
    const { limit, delay = backoff, when = isConnectionLost } = retries
    if (this.attempt > limit || !guard(() => when(error), isNoPromise, asyncWhen)) return false
    const ask = () => (typeof delay === 'number' ? delay : delay(this.attempt))
    this.#delay = guard(ask, isTime, 'Option "retries.delay" gave no milliseconds.') ?? backoff(this.attempt)
    return !this.#host.isSuperseded(this)
  }
}

/** What the machine answers to an event, with the methods above for the effects that it names. */
const edges: Record<State, Partial<Record<EventType, Edge>>> = tabulate<(this: Execution) => void>(
  Execution.prototype,
)
