import { Call } from './call.js'
import { Deferred } from './deferred.js'
import type { Failure } from './errors.js'
import { Execution } from './execution.js'
import { ExecutionOwner } from './execution-owner.js'
import type { CheckedOptions } from './options.js'
import type { SentCall } from './recovered-call.js'
import { guard } from './report.js'
import type { ActionState } from './types.js'

/** The executions of one action or mutation, with the public methods of its store. */
export class Executions extends ExecutionOwner {
  execute(args: object = {}): Promise<unknown> {
    return this.#start(args)
  }

  retry(): Promise<unknown> {
    this.identifyUser()
    const { shown } = this.screen
    if (this.screen.state.canRetry && shown?.call.args) return this.#start(shown.call.args, shown)
    const isUnderWay = shown && this.line.has(shown)
    return this.#refuse(new Deferred(), isUnderWay ? undefined : 'There is nothing to try again.')
  }

  resume(id: string): Promise<unknown> {
    const options = this.options.checked()
    this.identifyUser(options)
    for (const { call, deferred } of this.line.members)
      if (call.id === id && deferred) return deferred.promise
    if (!options.recovery?.resume) throw new TypeError('resume() needs option "recovery" with "remember".')
    return this.#run(options, options.recovery.resume(id, options.callId, this.origin))
  }

  reset(): void {
    const { shown } = this.screen
    if (shown && !this.line.has(shown)) shown.call.recovered?.forget()
    this.steps.run(() => this.hide().clear())
  }

  cancel(): void {
    this.identifyUser()
    this.steps.run(() => {
      if (!this.line.size) return
      this.hide()
      const all = [...this.line.members]
      for (const isHandedOver of [false, true])
        for (const execution of all)
          if (execution.tries.handedOver === isHandedOver) execution.end('canceled')
    })
  }

  /** Frameworks call this when options have changed, so it checks the options too. */
  identify(): void {
    this.identifyUser(this.options.checked())
    this.provided.gate?.lookAgain()
    this.#resumeFormer()
  }

  user(): unknown {
    return this.options.user()
  }

  getState(): ActionState {
    return this.screen.state
  }

  subscribe(listener: (state: ActionState) => void): () => void {
    // The first call of a listener counts as a publication.
    const unsubscribe = this.steps.hold(() => this.screen.subscribe(listener))
    // Not at once: hydration must start with the idle state that the server rendered.
    queueMicrotask(() => guard(() => this.#resumeFormer()))
    return unsubscribe
  }

  /**
   * Runs after each batch of steps: one publication, then callbacks and promises, then the next execution in the
   * queue.
   */
  round(): void {
    this.screen.publish(this.line.size)
    this.callbacks.flush()
    // User code may have executed, and then changed the user.
    if (this.steps.isDue) this.identifyUser()
    const next = this.line.next()
    if (!next || !this.isSameUser(next)) return
    this.steps.run(() => {
      if (!next.isHidden) this.screen.show(next)
      next.lookAtConnection()
    })
  }

  #start(args: object, again?: Execution): Promise<unknown> {
    const options = this.options.checked()
    this.identifyUser(options)
    if (!this.steps.isRunning && this.#isRefused(options, again)) return this.#refuse(new Deferred())
    const { callId, recovery } = options
    const former = again ? undefined : recovery?.remembered?.(this.origin, true)
    if (former) return this.resume(former)
    const begin = recovery && ((id: string) => recovery.begin(id, this.origin))
    return this.#run(options, again?.call ?? new Call(args, callId, begin), again)
  }

  /** Resumes a call from before the reload, as soon as something is subscribed. */
  #resumeFormer(): void {
    const { recovery } = this.options.newest()
    const id = this.screen.isWatched && recovery?.remembered?.(this.origin, false)
    if (id) this.resume(id)
  }

  #run(options: CheckedOptions, call: SentCall, again?: Execution): Promise<unknown> {
    if (this.steps.isEndless())
      throw new Error(`${this.callbacks.calling} executes every time it is called: an endless loop.`)
    // If other steps are waiting, this is decided when its own step runs.
    const deferred = new Deferred()
    const execution = new Execution(this, options, call, this.session, deferred)
    this.steps.run(() => {
      if (this.#isRefused(options, again)) this.#refuse(deferred)
      else this.#admit(execution)
    })
    // If the call was not sent yet, it now uses a copy, so the caller may change the arguments.
    call.detach()
    return deferred.promise
  }

  #admit(execution: Execution): void {
    const { line, screen } = this
    const { call } = execution
    if (execution.options.concurrency === 'latest')
      for (const member of line.members) if (member.isReplaceable) member.end('dropped')
    const former = line.add(execution)
    this.observe(execution)
    // The former execution is superseded. If it is waiting for another try, it ends.
    if (former?.error && !former.isWithServer) former.take('reject', former.error)
    if (!execution.isQueued || !screen.shown || !line.has(screen.shown)) screen.show(execution)
    this.callbacks.add(execution)
    execution.take(call.args === undefined ? 'resume' : 'execute')
    if (call.wrong) execution.end('arguments', call.wrong)
  }

  #isRefused(options: CheckedOptions, again: Execution | undefined): boolean {
    if (again && again !== this.screen.shown) return true
    return options.concurrency === 'drop' && this.line.size > 0
  }

  #refuse(deferred: Deferred, message?: string): Promise<unknown> {
    const failure: Failure = { kind: 'dropped', delivery: 'not-sent', message }
    deferred.reject(this.errorOf(failure, 0, this.options.newest()))
    return deferred.promise
  }
}
