import type { Deferred } from './deferred.js'
import type { ActionError, ActionErrorKind, Failure } from './errors.js'
import type { Interpretation } from './interpreter.js'
import type { ExecutionObserver } from './observed.js'
import type { CheckedOptions } from './options.js'
import type { Owner } from './owner.js'
import type { SentCall } from './recovered-call.js'
import { report } from './report.js'
import { type EffectName, type EventName, phases, type StateName } from './transitions.generated.js'
import { Tries } from './tries.js'

/** The course of one execution: what is known about it, and how it takes events. `Execution` adds the effects. */
export abstract class Course {
  /** The result. */
  data: unknown
  /** The error of the execution or of its last try. */
  error: ActionError | null = null
  /** The newest value of the progress query. */
  progress: unknown
  /** Whether it was hidden by `reset`, by `cancel` or by another user. */
  isHidden = false
  /** Whether `onExecute` was called. */
  isAnnounced = false
  readonly tries = new Tries()
  /** The observer of this execution. */
  observer: ExecutionObserver | undefined
  readonly #interpretation: Interpretation

  constructor(
    protected readonly owner: Owner<Course>,
    /** The options as they were at `execute`. */
    readonly options: CheckedOptions,
    /** What is sent. */
    readonly call: SentCall,
    /** The number of the user's session in which it started. */
    readonly session: number,
    /** The promise, until it settles. */
    public deferred: Deferred | undefined,
  ) {
    // A resumed call may already have run.
    this.tries.handedOver = call.args === undefined
    this.#interpretation = owner.interpret(this)
  }

  get state(): StateName {
    return this.#interpretation.state
  }

  /** Whether it waits for earlier executions to end. */
  get isQueued(): boolean {
    const { concurrency } = this.options
    return concurrency === 'queue' || concurrency === 'latest'
  }

  /** Whether a newer execution replaces it, because it was not handed over. */
  get isReplaceable(): boolean {
    return this.options.concurrency === 'latest' && this.state === 'queued' && !this.tries.handedOver
  }

  /** Whether the client has it. */
  get isRunning(): boolean {
    return phases[this.state] === 'running'
  }

  /** Whether the server may be working on it. */
  get isWithServer(): boolean {
    return this.isRunning || this.state === 'checking'
  }

  /** Takes an event. An event that the current state does not expect changes nothing. */
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
        this.run(effect)
      } catch (cause) {
        this.stumble(cause)
      }
    }
  }

  /** Runs an effect of the machine. */
  protected abstract run(effect: EffectName): unknown

  /** Ends the execution because of something on this side, such as a timeout. */
  end(kind: ActionErrorKind, message?: string): void {
    this.take('reject', this.errorOf(this.tries.end(kind, message)))
  }

  protected dispatch(event: EventName, payload?: unknown): void {
    this.owner.steps.run(() => this.take(event, payload))
  }

  protected giveUp(kind: ActionErrorKind, cause?: unknown): void {
    this.dispatch('reject', this.errorOf(this.tries.end(kind, undefined, cause)))
  }

  /** The client threw. This ends the execution. If it has already ended, the error is reported. */
  protected stumble(cause: unknown): void {
    if (phases[this.state]) this.giveUp('unexpected', cause)
    else report(cause)
  }

  /** The error of the execution, over all its tries, as the current user may see it. */
  protected errorOf(failure: Failure): ActionError {
    const covered = this.tries.cover(failure)
    const { delivery } = covered
    const told: Failure = this.owner.isSameUser(this) ? covered : { kind: 'identity-changed', delivery }
    return this.owner.errorOf(told, this.tries.count, this.options)
  }
}
