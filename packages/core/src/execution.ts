import type { Arguments } from './arguments.js'
import type { Connection } from './connection.js'
import { ActionError, type ActionErrorKind, type Failure, readFailure } from './errors.js'
import type { ExecutionEvent } from './machine.js'
import { transitions } from './transitions.generated.js'

type State = keyof typeof transitions
type EventType = ExecutionEvent['type']
type Edges = Partial<Record<EventType, readonly [next: State, effects: readonly EffectName[]]>>
type Listed<Row> = {
  [Event in keyof Row]: Row[Event] extends readonly [State, infer Names extends readonly string[]]
    ? Names[number]
    : never
}[keyof Row]
/** Every effect that the table names. */
type EffectName = { [S in State]: Listed<(typeof transitions)[S]> }[State]

/** What an execution asks of its store. */
export interface Host {
  /** The action's name. */
  readonly action: string
  readonly connection: Connection
  /** Hands the action over to the client. */
  call(args: object): Promise<unknown>
  /** Runs a step, once those before it are done. */
  run(step: () => void): void
  /** It ended. */
  settled(execution: Execution): void
}

/**
 * How often, in ms, an execution that waits for a connection looks whether the client still lives: one that is closed
 * while it is disconnected publishes nothing.
 */
const lookInterval = 50

/** One execution: its machine state, its effects under the names that the machine gives them, and its promise. */
export class Execution implements Partial<Record<EffectName, () => void>> {
  state: State = 'idle'
  /** Which try is under way or was the last. */
  attempt = 1
  /** What it succeeded with. */
  data: unknown
  /** What it failed with. */
  error: ActionError | null = null
  readonly promise: Promise<unknown>
  /** Gives the arguments to send, where they may have changed since `execute`. */
  payload: (() => Arguments) | undefined
  resolve!: (data: unknown) => void
  reject!: (error: unknown) => void

  private handedOver = false
  /** The connection that it was sent on, counted from the first. */
  private sentOn: number | undefined
  private unwatch = () => {}
  private look: ReturnType<typeof setInterval> | undefined
  private judgement: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly host: Host,
    /** The arguments as they were given. */
    readonly args: object,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    // Whoever ignores the promise has the state to look at.
    this.promise.catch(() => {})
  }

  /** Begins; where there is a problem with the arguments, it fails with that sentence and nothing is sent. */
  start(message?: string): void {
    this.take('execute')
    if (message) this.take('reject', this.failure({ kind: 'arguments', delivery: 'not-sent', message }))
  }

  /** Takes an event as the machine does: one that its state does not expect changes nothing. */
  take(event: EventType, payload?: unknown): void {
    const edge = (transitions[this.state] as Edges)[event]
    if (!edge) return
    if (event === 'resolve') this.data = payload
    else if (event === 'reject') this.error = payload as ActionError
    this.state = edge[0]
    for (const effect of edge[1]) {
      try {
        // The effects of `timeout` and of `retries` come with these options.
        ;(this as Partial<Record<EffectName, () => void>>)[effect]?.()
      } catch (cause) {
        this.giveUp('unexpected', cause)
      }
    }
  }

  /** Ends it for a reason of our own. */
  private giveUp(kind: ActionErrorKind, cause?: unknown): void {
    this.fail({ kind, delivery: this.handedOver ? 'unknown' : 'not-sent', cause })
  }

  watchConnection(): void {
    this.unwatch = this.host.connection.watch(this.check)
  }

  unwatchConnection(): void {
    this.unwatch()
    clearTimeout(this.judgement)
  }

  awaitConnection(): void {
    this.check()
  }

  stopAwaiting(): void {
    clearInterval(this.look)
  }

  send(): void {
    const { connection, call } = this.host
    const socket = connection.state()
    this.sentOn = socket?.connectionCount
    this.handedOver = true
    call(this.payload?.() ?? this.args).then(
      (data) => this.dispatch('resolve', data),
      (cause) => this.fail(readFailure(cause, !socket)),
    )
  }

  settle(): void {
    this.host.settled(this)
  }

  private dispatch(event: EventType, payload?: unknown): void {
    this.host.run(() => this.take(event, payload))
  }

  private fail(failure: Failure): void {
    this.dispatch('reject', this.failure(failure))
  }

  private failure(failure: Failure): ActionError {
    return new ActionError({ ...failure, action: this.host.action, attempt: this.attempt })
  }

  /** Looks at the connection: may it be sent, or, once it is, can its answer still come? */
  private check = (): void => {
    const { connection } = this.host
    const ended = connection.ended()
    const socket = ended ? undefined : connection.state()
    if (this.state === 'running') {
      const isOther = socket && !(socket.isWebSocketConnected && socket.connectionCount === this.sentOn)
      if (ended || isOther) this.judgement ??= setTimeout(this.judge)
    } else if (ended) this.giveUp(ended)
    else if (!socket || socket.isWebSocketConnected) this.dispatch('connected')
    else this.look ??= setInterval(this.check, lookInterval)
  }

  /**
   * Its connection is gone. Judged one macrotask after that was published: an answer that had arrived before has been
   * read by then.
   */
  private judge = (): void => this.giveUp(this.host.connection.ended() ?? 'connection')
}
