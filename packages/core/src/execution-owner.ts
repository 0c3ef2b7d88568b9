import { Callbacks } from './callbacks.js'
import { nameOf } from './checks.js'
import { type Connection, connectionOf } from './connection.js'
import { ActionError, type Failure } from './errors.js'
import type { Execution } from './execution.js'
import type { Interpretation } from './interpreter.js'
import { Line } from './line.js'
import { sentenceFor } from './messages.js'
import type { Options, OrFunction } from './options.js'
import type { Owner } from './owner.js'
import type { Protocol } from './protocol.js'
import type { Provided } from './provided.js'
import type { CallOrigin } from './recovered-call.js'
import { guard } from './report.js'
import { Screen } from './screen.js'
import { Steps } from './steps.js'
import { StoreOptions } from './store-options.js'
import type { Callable } from './types.js'
import { User } from './user.js'

/** The default for options and provided values. All stores share this object. */
const nothing = {}

/**
 * What the executions of a store share: the connection, the user, and what happens when they end. The public methods
 * of the store are in `Executions`.
 */
export abstract class ExecutionOwner implements Owner<Execution> {
  readonly name: string
  readonly connection: Connection
  readonly line = new Line<Execution>()
  readonly screen = new Screen<Execution>()
  readonly steps = new Steps(this)
  readonly #user = new User()
  protected readonly options: StoreOptions
  protected readonly callbacks: Callbacks

  constructor(
    readonly protocol: Protocol,
    readonly reference: Callable,
    source: OrFunction<Options> = nothing,
    protected readonly provided: Provided = nothing,
  ) {
    this.name = nameOf(reference) ?? ''
    if (!this.name) throw new TypeError(`${protocol.needed} is needed, but this is ${typeof reference}.`)
    this.options = new StoreOptions(source, provided, protocol.check)
    this.callbacks = new Callbacks(this.name, this.screen, this.options)
    this.connection = connectionOf(this.options.client)
    this.options.checked()
  }

  /** Runs after each batch of steps. */
  abstract round(): void

  interpret(execution: Execution): Interpretation {
    return this.options.interpreter(execution.options).start({ action: this.name, callId: execution.call.id })
  }

  isSameUser(execution: Execution): boolean {
    this.identifyUser()
    return this.session === execution.session
  }

  /** Where the calls of this store come from. */
  protected get origin(): CallOrigin {
    const { screen, session, provided } = this
    return {
      action: this.name,
      user: () => this.options.user(),
      isAwaited: () => provided.gate?.isClosed?.(),
      isSeen: () => screen.isWatched && session === this.session,
    }
  }

  /** The number of changes of user so far. */
  protected get session(): number {
    return this.#user.session
  }

  admits(execution: Execution): boolean {
    return this.provided.gate?.enter(execution) ?? true
  }

  errorOf(failure: Failure, attempt: number, options: Options): ActionError {
    const error = new ActionError({ ...failure, action: this.name, attempt })
    const messages = this.options.messages(options)
    // The message of a `ConvexError` is kept.
    if (!messages || (failure.kind === 'application' && failure.message)) return error
    error.message = sentenceFor(error, messages) ?? error.message
    return error
  }

  settled(execution: Execution): void {
    this.#leave(execution)
    this.screen.update(execution)
    this.callbacks.add(execution)
  }

  /** Tells the provided observer about `execution`, now and when it ends. */
  protected observe(execution: Execution): void {
    const { observer } = this.provided
    execution.observer = observer
    if (observer) guard(() => observer.started())
  }

  /** `execution` no longer counts as in flight. */
  #leave(execution: Execution): void {
    if (!this.line.delete(execution)) return
    const { observer } = execution
    if (observer) guard(() => observer.left())
    this.provided.gate?.leave(execution)
  }

  /** Hides all executions. */
  protected hide(): Screen {
    for (const execution of this.line.members) execution.isHidden = true
    this.screen.hide()
    return this.screen
  }

  /**
   * Reads who the user is. If the user has changed, it clears the state and the line. During a step it does nothing:
   * no user code runs there, and the caller has already checked the user.
   */
  protected identifyUser(options?: Options): void {
    if (this.steps.isStepping) return
    if (!this.#user.hasChanged(this.options.identity(options))) return
    this.steps.run(() => {
      this.hide().clear()
      for (const execution of this.line.members) {
        // A call that was handed over continues, but no longer counts.
        if (execution.isRunning) this.#leave(execution)
        else execution.end('identity-changed')
      }
    })
  }
}
