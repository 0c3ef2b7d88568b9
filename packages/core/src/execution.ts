import type { Call } from './call.js'
import { isStopped } from './connection.js'
import type { Deferred } from './deferred.js'
import { ActionError, type ActionErrorKind, type Failure, readFailure } from './errors.js'
import type { Interpretation } from './interpreter.js'
import type { CheckedOptions } from './options.js'
import { outlookOf } from './outlook.js'
import type { Owner } from './owner.js'
import { follow } from './progress.js'
import type { Found } from './recovered-call.js'
import { report } from './report.js'
import { delayOfRetry } from './retrying.js'
import { type EffectName, type EventName, phases, type StateName } from './transitions.generated.js'
import { Tries } from './tries.js'
import type { ActionClient } from './types.js'

type Timer = ReturnType<typeof setTimeout> | undefined

/** One execution: its machine state, and its effects under the names that the machine gives them. */
export class Execution implements Record<EffectName, () => void> {
  /** What it succeeded with. */
  data: unknown
  /** What it, or its last try, failed with. */
  error: ActionError | null = null
  /** The newest value of its progress query. */
  progress: unknown
  /** Whether it was taken out of sight: by `reset`, by `cancel`, by another user. */
  isHidden = false
  /** Whether the callbacks know that it started. */
  isAnnounced = false
  readonly tries = new Tries()
  readonly #owner: Owner<Execution>
  readonly #interpretation: Interpretation
  #unfollow: (() => void) | undefined
  #deadline: Timer
  /** Until the judgement of a lost one, or until the next try. */
  #pause: Timer
  #delay = 0
  #stopAsking: (() => void) | undefined

  constructor(
    owner: Owner<Execution>,
    /** The options as they were at `execute`. */
    readonly options: CheckedOptions,
    /** What it sends. */
    readonly call: Call,
    /** Since which change of user it is. */
    readonly session: number,
    /** Its promise, until that is settled. */
    public deferred: Deferred | undefined,
  ) {
    this.#owner = owner
    this.#interpretation = owner.interpret(this)
  }

  get state(): StateName {
    return this.#interpretation.state
  }

  /** Whether it waits until those before it are done. */
  get isQueued(): boolean {
    return this.options.concurrency === 'queue'
  }

  /** Whether the client has it. */
  get isRunning(): boolean {
    return phases[this.state] === 'running'
  }

  /** Whether the server may be busy with it. */
  get isWithServer(): boolean {
    return this.isRunning || this.state === 'checking'
  }

  /** Takes an event as the machine does: one that its state does not expect changes nothing. */
  take(event: EventName, payload?: unknown): void {
    const failure = event === 'resolve' ? undefined : (payload as ActionError | undefined)
    const effects = this.#interpretation.take(event, failure)
    if (!effects) return
    if (failure) this.error = failure
    else if (event === 'resolve') {
      this.data = payload
      this.error = null
    }
    for (const effect of effects) {
      try {
        this[effect]()
      } catch (cause) {
        this.#stumble(cause)
      }
    }
  }

  /** Ends it for a reason of our own. */
  end(kind: ActionErrorKind, message?: string): void {
    this.take('reject', this.#error(this.tries.end(kind, message)))
  }

  /** May it be sent, or, once it is, can its answer still come? */
  lookAtConnection(): void {
    if (!phases[this.state]) return
    try {
      const { connection, line, protocol } = this.#owner
      const outlook = outlookOf(this, connection, protocol.isSentAgain)
      if (outlook === 'lost') this.#dispatch('lose')
      else if (isStopped(outlook)) this.#giveUp(outlook)
      else if (this.state === 'queued' && !(line.isTurnOf(this) && this.#owner.isSameUser(this))) return
      else if (outlook === 'send') this.#dispatch('connected')
      else if (outlook === 'ask') this.#ask()
      else if (outlook === 'offline') this.#giveUp('offline')
      else if (outlook === 'wait') connection.poll()
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
    this.#owner.connection.watch(this)
  }

  unwatchConnection(): void {
    this.#owner.connection.unwatch(this)
  }

  watchProgress(): void {
    const { connection, steps, screen } = this.#owner
    this.#unfollow = follow(connection, this.options.progress, this.call.idArgument, (value) => {
      if (!this.#owner.isSameUser(this)) return
      steps.run(() => {
        this.progress = value
        screen.update(this)
      })
    })
  }

  unwatchProgress(): void {
    this.#unfollow?.()
  }

  awaitConnection(): void {
    this.lookAtConnection()
  }

  send(): void {
    const { connection, protocol, reference } = this.#owner
    const { tries, call, options } = this
    tries.handOver(connection)
    const { count, isOverHttp } = tries
    let answer: unknown
    try {
      answer = protocol.send(connection.client as ActionClient, reference, call.toSend(), options)
    } catch (cause) {
      // A client that throws at once is one whose promise rejects.
      answer = Promise.reject(cause)
    }
    Promise.resolve(answer).then(
      (data) => this.#succeed(data),
      (cause) => this.#fail(readFailure(cause, isOverHttp), count),
    )
  }

  startJudgement(): void {
    this.#pause = setTimeout(() => {
      try {
        const stopped = this.#owner.connection.stopped()
        if (stopped) this.#giveUp(stopped)
        else this.#fail({ kind: 'connection', delivery: 'unknown' }, this.tries.count)
      } catch (cause) {
        this.#stumble(cause)
      }
    }, 0)
  }

  stopJudgement(): void {
    clearTimeout(this.#pause)
  }

  startChecking(): void {
    this.lookAtConnection()
  }

  stopChecking(): void {
    this.#stopAsking?.()
    this.#stopAsking = undefined
  }

  startBackoff(): void {
    this.lookAtConnection()
    this.#pause = setTimeout(() => {
      if (!this.#owner.isSameUser(this)) return
      this.tries.count++
      this.#dispatch('retryDue')
    }, this.#delay)
  }

  stopBackoff(): void {
    clearTimeout(this.#pause)
  }

  settle(): void {
    const { connection, name } = this.#owner
    if (this.error && this.#owner.isSameUser(this)) this.call.recovered?.ended(this.error, connection, name)
    this.#owner.settled(this)
  }

  #dispatch(event: EventName, payload?: unknown): void {
    this.#owner.steps.run(() => this.take(event, payload))
  }

  #giveUp(kind: ActionErrorKind, cause?: unknown): void {
    this.#dispatch('reject', this.#error(this.tries.end(kind, undefined, cause)))
  }

  /** The client threw. That ends the execution; where it has ended, it is reported. */
  #stumble(cause: unknown): void {
    if (phases[this.state]) this.#giveUp('unexpected', cause)
    else report(cause)
  }

  #succeed(data: unknown): void {
    if (this.#owner.isSameUser(this)) this.#dispatch('resolve', data)
    else this.#dispatch('reject', this.#error({ kind: 'identity-changed', delivery: 'responded' }))
  }

  /** A try failed. What an earlier one says later is of no interest: the current one decides. */
  #fail(failure: Failure, count: number): void {
    if (!this.isRunning || count !== this.tries.count) return
    const { recovered } = this.call
    const said = recovered && this.#owner.isSameUser(this) ? recovered.read(failure) : failure
    if (said) this.#decide(said, true)
    else this.#dispatch('check')
  }

  /** Asks the server what became of it, once for each time that it is checked. */
  #ask(): void {
    if (!this.#owner.isSameUser(this)) return
    const { connection, name } = this.#owner
    this.#stopAsking ??= this.call.recovered?.check(connection, name, (found) => this.#found(found))
  }

  #found(found: Found): void {
    if ('data' in found) this.#succeed(found.data)
    else {
      if (found.failure.delivery === 'not-sent') this.tries.seal()
      this.#decide(found.failure, found.isTriedAgain)
    }
  }

  /** It is tried again, or it has failed. */
  #decide(failure: Failure, mayBeTriedAgain: boolean): void {
    const error = this.#error(failure)
    const delay = mayBeTriedAgain ? delayOfRetry(this.options.retries, error) : undefined
    const isTriedAgain = delay !== undefined && !this.#owner.line.isSuperseded(this)
    this.#delay = delay ?? 0
    this.#dispatch(isTriedAgain ? 'retry' : 'reject', error)
  }

  /** What it fails with: over all its tries, and in the eyes of the user who is there now. */
  #error(failure: Failure): ActionError {
    const covered = this.tries.cover(failure)
    const { delivery } = covered
    const told: Failure = this.#owner.isSameUser(this) ? covered : { kind: 'identity-changed', delivery }
    return new ActionError({ ...told, action: this.#owner.name, attempt: this.tries.count })
  }
}
