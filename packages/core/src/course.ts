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

/** How one execution goes: what is known of it, and how it takes events. Its effects are those of `Execution`. */
export abstract class Course {
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
  /** What sees it. */
  observer: ExecutionObserver | undefined
  readonly #interpretation: Interpretation

  constructor(
    protected readonly owner: Owner<Course>,
    /** The options as they were at `execute`. */
    readonly options: CheckedOptions,
    /** What it sends. */
    readonly call: SentCall,
    /** Since which change of user it is. */
    readonly session: number,
    /** Its promise, until that is settled. */
    public deferred: Deferred | undefined,
  ) {
    // Whoever sent it may have had it begin.
    this.tries.handedOver = call.args === undefined
    this.#interpretation = owner.interpret(this)
  }

  get state(): StateName {
    return this.#interpretation.state
  }

  /** Whether it waits until those before it are done. */
  get isQueued(): boolean {
    const { concurrency } = this.options
    return concurrency === 'queue' || concurrency === 'latest'
  }

  /** Whether a newer one takes its place, since it has not been handed over. */
  get isReplaceable(): boolean {
    return this.options.concurrency === 'latest' && this.state === 'queued' && !this.tries.handedOver
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
        this.run(effect)
      } catch (cause) {
        this.stumble(cause)
      }
    }
  }

  /** Runs an effect that the machine names. */
  protected abstract run(effect: EffectName): unknown

  /** Ends it for a reason of our own. */
  end(kind: ActionErrorKind, message?: string): void {
    this.take('reject', this.errorOf(this.tries.end(kind, message)))
  }

  protected dispatch(event: EventName, payload?: unknown): void {
    this.owner.steps.run(() => this.take(event, payload))
  }

  protected giveUp(kind: ActionErrorKind, cause?: unknown): void {
    this.dispatch('reject', this.errorOf(this.tries.end(kind, undefined, cause)))
  }

  /** The client threw. That ends the execution; where it has ended, it is reported. */
  protected stumble(cause: unknown): void {
    if (phases[this.state]) this.giveUp('unexpected', cause)
    else report(cause)
  }

  /** What it fails with: over all its tries, and in the eyes of the user who is there now. */
  protected errorOf(failure: Failure): ActionError {
    const covered = this.tries.cover(failure)
    const { delivery } = covered
    const told: Failure = this.owner.isSameUser(this) ? covered : { kind: 'identity-changed', delivery }
    return this.owner.errorOf(told, this.tries.count, this.options)
  }
}
