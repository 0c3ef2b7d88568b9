import type { Gate, Waiting } from './gate.js'
import { isObject } from './is-object.js'
import { guard } from './report.js'

/** What says whether calls may be sent. */
interface Session {
  readonly ready?: (() => boolean) | undefined
  readonly watch?: ((listener: () => void) => () => void) | undefined
}

const isNoPromise = (answer: unknown) => !isObject(answer)
const promised = 'What is provided as "ready" gave a promise, not true or false.'

/** Lets executions pass while a session is ready. It listens to the session as long as any of them wait. */
export class ReadyGate implements Gate {
  readonly #session: Session
  readonly #waiting = new Set<Waiting>()
  #unwatch: (() => void) | undefined

  constructor(session: Session) {
    this.#session = session
  }

  enter(execution: Waiting): boolean {
    const { ready, watch } = this.#session
    // What cannot be told is taken for "no": nothing is sent as the wrong user.
    if (!ready || guard(ready, isNoPromise, promised)) {
      this.leave(execution)
      return true
    }
    this.#waiting.add(execution)
    this.#unwatch ??= watch && guard(() => watch(() => this.lookAgain()))
    return false
  }

  leave(execution: Waiting): void {
    this.#waiting.delete(execution)
    if (this.#waiting.size) return
    this.#unwatch?.()
    this.#unwatch = undefined
  }

  lookAgain(): void {
    for (const execution of [...this.#waiting]) execution.lookAtConnection()
  }
}
