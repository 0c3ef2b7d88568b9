import type { Gate, Waiting } from './gate.js'
import { isObject } from './is-object.js'
import { guard } from './report.js'

/** What says whether calls may be sent. */
interface Session {
  readonly ready?: (() => boolean) | undefined
}

const isNoPromise = (answer: unknown) => !isObject(answer)
const promised = 'What is provided as "ready" gave a promise, not true or false.'

/** Lets executions pass while a session is ready. It listens to the session as long as any of them wait. */
export class ReadyGate implements Gate {
  readonly #session: Session
  readonly #watch: (listener: () => void) => () => void
  readonly #waiting = new Set<Waiting>()
  #unwatch: (() => void) | undefined

  /** @param watch Calls a listener when the session may have changed, and gives what ends that. */
  constructor(session: Session, watch: (listener: () => void) => () => void) {
    this.#session = session
    this.#watch = watch
  }

  isClosed(): boolean {
    const { ready } = this.#session
    // What cannot be told is taken for "no": nothing is sent as the wrong user.
    return !!ready && !guard(ready, isNoPromise, promised)
  }

  enter(execution: Waiting): boolean {
    if (!this.isClosed()) {
      this.leave(execution)
      return true
    }
    this.#waiting.add(execution)
    if (!this.#unwatch) this.#listen()
    return false
  }

  #listen(): void {
    // What is told at once, as by a Svelte store, has just been asked.
    let hasBegun = false
    this.#unwatch = this.#watch(() => hasBegun && this.lookAgain())
    hasBegun = true
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
