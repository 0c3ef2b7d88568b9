import { Call } from './call.js'
import { Callbacks } from './callbacks.js'
import { nameOf } from './checks.js'
import { type Connection, connectionOf } from './connection.js'
import { Deferred } from './deferred.js'
import { ActionError } from './errors.js'
import { Execution } from './execution.js'
import type { Interpretation } from './interpreter.js'
import { Line } from './line.js'
import type { CheckedOptions, Options, OrFunction } from './options.js'
import type { Owner } from './owner.js'
import type { Protocol } from './protocol.js'
import { Screen } from './screen.js'
import { Steps } from './steps.js'
import { type Provided, StoreOptions } from './store-options.js'
import type { ActionState, Callable } from './types.js'
import { User } from './user.js'

/** What is given where nothing is: one object for all stores. */
const nothing = {}

/** The executions of one action or mutation, and what is shown of them. */
export class Executions implements Owner<Execution> {
  readonly name: string
  readonly connection: Connection
  readonly line = new Line<Execution>()
  readonly screen = new Screen<Execution>()
  readonly steps = new Steps(this)
  readonly #user = new User()
  readonly #options: StoreOptions
  readonly #callbacks: Callbacks

  constructor(
    readonly protocol: Protocol,
    readonly reference: Callable,
    source: OrFunction<Options> = nothing,
    provided: Provided = nothing,
  ) {
    this.name = nameOf(reference) ?? ''
    if (!this.name) throw new TypeError(`${protocol.needed} is needed, but this is ${typeof reference}.`)
    this.#options = new StoreOptions(source, provided, protocol.check)
    this.#callbacks = new Callbacks(this.screen, this.#options)
    this.connection = connectionOf(this.#options.client)
    this.#options.checked()
  }

  execute(args: object = {}): Promise<unknown> {
    return this.#start(args)
  }

  retry(): Promise<unknown> {
    this.#identify()
    const { shown } = this.screen
    if (shown?.state === 'error') return this.#start(shown.call.args, shown)
    const isUnderWay = shown && this.line.has(shown)
    return this.#refuse(new Deferred(), isUnderWay ? undefined : 'There is nothing to try again.')
  }

  reset(): void {
    this.steps.run(() => this.#hide().clear())
  }

  cancel(): void {
    this.#identify()
    this.steps.run(() => {
      if (!this.line.size) return
      this.#hide()
      const all = [...this.line.members]
      for (const isHandedOver of [false, true])
        for (const execution of all)
          if (execution.tries.handedOver === isHandedOver) execution.end('canceled')
    })
  }

  /** Frameworks call it when options have changed: so these are checked, too. */
  identify(): void {
    this.#identify(this.#options.checked())
  }

  user(): unknown {
    return this.#options.user()
  }

  getState(): ActionState {
    return this.screen.state
  }

  subscribe(listener: (state: ActionState) => void): () => void {
    // Its first call is a publication, too.
    return this.steps.hold(() => this.screen.subscribe(listener))
  }

  /** What follows a lot of steps: one publication, callbacks, promises, and whose turn it is now. */
  round(): void {
    this.screen.publish(this.line.size)
    this.#callbacks.flush()
    const next = this.line.next()
    if (!next || !this.isSameUser(next)) return
    this.steps.run(() => {
      if (!next.isHidden) this.screen.show(next)
      next.lookAtConnection()
    })
  }

  interpret(execution: Execution): Interpretation {
    return this.#options
      .interpreter(execution.options)
      .start({ action: this.name, callId: execution.call.id })
  }

  isSameUser(execution: Execution): boolean {
    this.#identify()
    return this.#user.session === execution.session
  }

  settled(execution: Execution): void {
    this.line.delete(execution)
    this.screen.update(execution)
    this.#callbacks.add(execution)
  }

  #start(args: object, again?: Execution): Promise<unknown> {
    if (this.steps.isEndless())
      throw new Error(`${this.#callbacks.calling} executes each time that it is called, without an end.`)
    const options = this.#options.checked()
    this.#identify(options)
    // What is asked for while other steps wait is decided when its own comes.
    const deferred = new Deferred()
    if (!this.steps.isRunning && this.#isRefused(options, again)) return this.#refuse(deferred)
    const call = again?.call ?? new Call(args, options.callId, options.recovery)
    const execution = new Execution(this, options, call, this.#user.session, deferred)
    this.steps.run(() => {
      if (this.#isRefused(options, again)) this.#refuse(deferred)
      else this.#admit(execution)
    })
    // What has not been sent by now waits, and the caller may change the arguments.
    call.detach()
    return deferred.promise
  }

  #admit(execution: Execution): void {
    const { line, screen } = this
    const former = line.add(execution)
    // Its place is taken: where it waits for another try, there is none.
    if (former?.error && !former.isWithServer) former.take('reject', former.error)
    if (!execution.isQueued || !screen.shown || !line.has(screen.shown)) screen.show(execution)
    this.#callbacks.add(execution)
    execution.take('execute')
    const { wrong } = execution.call
    if (wrong) execution.end('arguments', wrong)
  }

  #isRefused(options: CheckedOptions, again: Execution | undefined): boolean {
    if (again && again !== this.screen.shown) return true
    return options.concurrency === 'drop' && this.line.size > 0
  }

  #refuse(deferred: Deferred, message?: string): Promise<unknown> {
    deferred.reject(
      new ActionError({ kind: 'dropped', delivery: 'not-sent', message, action: this.name, attempt: 0 }),
    )
    return deferred.promise
  }

  /** Takes all executions out of sight. */
  #hide(): Screen {
    for (const execution of this.line.members) execution.isHidden = true
    this.screen.hide()
    return this.screen
  }

  /**
   * Asks who the user is. Of another one than before, nothing stays in sight or in the line. Not asked in a step: no user
   * code runs there, and whoever took the step has asked.
   */
  #identify(options?: Options): void {
    if (this.steps.isStepping) return
    if (!this.#user.hasChanged(this.#options.identity(options))) return
    this.steps.run(() => {
      this.#hide().clear()
      for (const execution of this.line.members) {
        // What was handed over goes on by itself, and counts no more.
        if (execution.isRunning) this.line.delete(execution)
        else execution.end('identity-changed')
      }
    })
  }
}
