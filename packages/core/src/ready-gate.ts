import type { Gate, Waiting } from './gate.js'
import { isObject } from './is-object.js'
import { guard } from './report.js'

/** What decides whether calls may be sent. */
interface Session {
  readonly ready?: (() => boolean) | undefined
}

const isNoPromise = (answer: unknown) => !isObject(answer)
const promised = 'Option "ready" must return true or false, not a promise.'

/** Lets executions pass while a session is ready. It listens to the session only while executions wait. */
export class ReadyGate implements Gate {
  readonly #session: Session
  readonly #watch: (listener: () => void) => () => void
  readonly #waiting = new Set<Waiting>()
  #unwatch: (() => void) | undefined

  /** @param watch Calls a listener when the session may have changed. Returns a function that ends it. */
  constructor(session: Session, watch: (listener: () => void) => () => void) {
    this.#session = session
    this.#watch = watch
  }

  isClosed(): boolean {
    const { ready } = this.#session
    // If `ready` fails, the gate is closed: nothing is sent as the wrong user.
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
    // Ignore a listener call during subscription, as Svelte stores make it: the gate was just checked.
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
