import { isStopped } from './connection.js'
import { Course } from './course.js'
import { type Failure, readFailure } from './errors.js'
import { outlookOf } from './outlook.js'
import { follow } from './progress.js'
import type { Found } from './recovered-call.js'
import { delayOfRetry } from './retrying.js'
import { type EffectName, phases } from './transitions.generated.js'
import type { ActionClient } from './types.js'

type Timer = ReturnType<typeof setTimeout> | undefined

/** One execution, with an implementation of each effect of the machine. */
export class Execution extends Course {
  #unfollow: (() => void) | undefined
  #deadline: Timer
  /** The timer of the judgement after a lost connection, or of the delay before the next try. */
  #pause: Timer
  #delay = 0
  #stopAsking: (() => void) | undefined

  /** Runs an effect of the machine. */
  protected run(effect: EffectName): unknown {
    const { connection } = this.owner
    switch (effect) {
      case 'startTimeout':
        return this.#startTimeout()
      case 'stopTimeout':
        return clearTimeout(this.#deadline)
      case 'watchConnection':
        return connection.watch(this)
      case 'unwatchConnection':
        return connection.unwatch(this)
      case 'watchProgress':
        return this.#watchProgress()
      case 'unwatchProgress':
        return this.#unfollow?.()
      case 'awaitConnection':
      case 'startChecking':
        return this.lookAtConnection()
      case 'stopChecking':
        return this.#stopChecking()
      case 'send':
        return this.#send()
      case 'startJudgement':
        return this.#startJudgement()
      case 'startBackoff':
        return this.#startBackoff()
      case 'stopJudgement':
      case 'stopBackoff':
        return clearTimeout(this.#pause)
      case 'settle':
        return this.#settle()
      default:
        effect satisfies never
    }
  }

  /** Checks whether the call can be sent now, or, once it was sent, whether its answer can still arrive. */
  lookAtConnection(): void {
    if (!phases[this.state]) return
    try {
      const { connection, line, protocol } = this.owner
      const outlook = outlookOf(this, connection, protocol.isSentAgain)
      if (outlook === 'lost') this.dispatch('lose')
      else if (isStopped(outlook)) this.giveUp(outlook)
      else if (this.state === 'queued' && !(line.isTurnOf(this) && this.owner.isSameUser(this))) return
      else if (outlook === 'send') {
        if (this.owner.admits(this)) this.dispatch('connected')
      } else if (outlook === 'ask') this.#ask()
      else if (outlook === 'offline') this.giveUp('offline')
      else if (outlook === 'wait') connection.poll()
    } catch (cause) {
      this.stumble(cause)
    }
  }

  #startTimeout(): void {
    const { timeout } = this.options
    if (timeout) this.#deadline = setTimeout(() => this.giveUp('timeout'), timeout)
  }

  #watchProgress(): void {
    const { connection, steps, screen } = this.owner
    this.#unfollow = follow(connection, this.options.progress, this.call.idArgument, (value) => {
      if (!this.owner.isSameUser(this) || this.call.recovered?.isOfAnother) return
      steps.run(() => {
        this.progress = value
        screen.update(this)
      })
    })
  }

  #send(): void {
    const { connection, protocol, reference } = this.owner
    const { tries, call, options } = this
    tries.handOver(connection)
    const { count, isOverHttp } = tries
    let answer: unknown
    try {
      answer = protocol.send(connection.client as ActionClient, reference, call.toSend(), options)
    } catch (cause) {
      // Treat a client that throws like a client whose promise rejects.
      answer = Promise.reject(cause)
    }
    Promise.resolve(answer).then(
      (data) => this.#succeed(data),
      (cause) => this.#fail(readFailure(cause, isOverHttp), count),
    )
  }

  #startJudgement(): void {
    this.#pause = setTimeout(() => {
      try {
        const stopped = this.owner.connection.stopped()
        if (stopped) this.giveUp(stopped)
        else this.#fail({ kind: 'connection', delivery: 'unknown' }, this.tries.count)
      } catch (cause) {
        this.stumble(cause)
      }
    }, 0)
  }

  #stopChecking(): void {
    this.#stopAsking?.()
    this.#stopAsking = undefined
  }

  #startBackoff(): void {
    this.lookAtConnection()
    this.#pause = setTimeout(() => {
      if (!this.owner.isSameUser(this)) return
      this.tries.count++
      this.dispatch('retryDue')
    }, this.#delay)
  }

  #settle(): void {
    const { connection, name } = this.owner
    this.call.recovered?.ended(this.error, connection, name)
    this.owner.settled(this)
  }

  #succeed(data: unknown): void {
    if (this.owner.isSameUser(this)) this.dispatch('resolve', data)
    else this.dispatch('reject', this.errorOf({ kind: 'identity-changed', delivery: 'responded' }))
  }

  /** A try failed. Failures of earlier tries are ignored: only the current try counts. */
  #fail(failure: Failure, count: number): void {
    if (!this.isRunning || count !== this.tries.count) return
    const { recovered } = this.call
    const said = recovered && this.owner.isSameUser(this) ? recovered.read(failure) : failure
    if (said) this.#decide(said, true)
    else this.dispatch('check')
  }

  /** Asks the server what happened, once per check. */
  #ask(): void {
    if (!this.owner.isSameUser(this) || !this.owner.admits(this)) return
    const { connection, name } = this.owner
    this.#stopAsking ??= this.call.recovered?.check(connection, name, (found) => this.#found(found))
  }

  #found(found: Found): void {
    if ('data' in found) this.#succeed(found.data)
    else {
      if (found.failure.delivery === 'not-sent') this.tries.seal()
      this.#decide(found.failure, found.isTriedAgain)
    }
  }

  /** Starts another try, or ends the execution with this failure. */
  #decide(failure: Failure, mayBeTriedAgain: boolean): void {
    const error = this.errorOf(failure)
    const delay = mayBeTriedAgain ? delayOfRetry(this.options.retries, error) : undefined
    const isTriedAgain = delay !== undefined && !this.owner.line.isSuperseded(this)
    this.#delay = delay ?? 0
    this.dispatch(isTriedAgain ? 'retry' : 'reject', error)
  }
}
