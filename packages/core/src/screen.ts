import type { ActionError } from './errors.js'
import { Few } from './few.js'
import type { SentCall } from './recovered-call.js'
import { guard } from './report.js'
import { phases, type StateName } from './transitions.generated.js'
import type { ActionState } from './types.js'

/** What can be shown: an execution. */
export interface Showable {
  readonly state: StateName
  readonly data: unknown
  readonly error: ActionError | null
  readonly progress: unknown
  readonly call: Pick<SentCall, 'args' | 'id'>
  readonly tries: { readonly count: number }
}

type Listener = (state: ActionState) => void

interface Subscriber {
  readonly listener: Listener
  /** The state that it was told last. */
  heard: ActionState | undefined
}

/** The state to show. */
const stateOf = (shown: Showable | undefined, data: unknown, progress: unknown, inFlight: number) => {
  const now = shown?.state ?? 'idle'
  const phase = phases[now]
  return {
    status: phase ? 'pending' : now,
    pending: !!phase,
    phase,
    data,
    error: now === 'error' ? shown?.error : null,
    args: shown?.call.args,
    callId: shown?.call.id,
    attempt: shown?.tries.count ?? 0,
    canRetry: now === 'error' && !!shown?.call.args,
    inFlight,
    progress,
    // They narrow together; the compiler sees them apart.
  } as ActionState
}

/** What every store shows before anything is executed. It is one object for all of them, so nobody may change it. */
export const idle = Object.freeze(stateOf(undefined, undefined, undefined, 0))

const fields = Object.keys(idle) as (keyof ActionState)[]

function isSame(one: ActionState, other: ActionState): boolean {
  for (const field of fields) if (!Object.is(one[field], other[field])) return false
  return true
}

/** What a store shows, and to whom. */
export class Screen<Shown extends Showable = Showable> {
  /** As it was published last. */
  state = idle
  /** The execution that is shown. */
  shown: Shown | undefined
  #data: unknown
  #progress: unknown
  #subscribers: Few<Subscriber> | undefined

  /** Whether anyone is subscribed. */
  get isWatched(): boolean {
    return !!this.#subscribers?.size
  }

  show(execution: Shown): void {
    this.shown = execution
    this.#progress = execution.progress
  }

  /**
   * Keeps what came in from `execution`, where that is the one that is shown: progress, or its result. What was resumed before its
   * user was known, who is not the one that is there now, is shown no more.
   */
  update(execution: Shown): void {
    if (execution !== this.shown) return
    this.#progress = execution.progress
    if (execution.state === 'success') this.#data = execution.data
    if (execution.error?.kind === 'identity-changed') this.clear()
  }

  /** Shows no execution. What came in before stays. */
  hide(): void {
    this.shown = undefined
  }

  /** Shows nothing. */
  clear(): void {
    this.shown = this.#data = this.#progress = undefined
  }

  /** Publishes what there is to show now, if a field differs. A listener that throws keeps no other from hearing it. */
  publish(inFlight: number): void {
    const fresh = stateOf(this.shown, this.#data, this.#progress, inFlight)
    if (isSame(fresh, this.state)) return
    this.state = fresh
    if (!this.#subscribers) return
    // Who subscribed meanwhile has heard it.
    for (const subscriber of this.#subscribers.members) if (subscriber.heard !== fresh) this.#tell(subscriber)
  }

  /** Calls `listener` at once, and at every publication until the returned function is called. */
  subscribe(listener: Listener): () => void {
    const subscriber = { listener, heard: undefined }
    this.#subscribers ??= new Few()
    this.#subscribers.add(subscriber)
    this.#tell(subscriber)
    return () => {
      this.#subscribers?.delete(subscriber)
    }
  }

  #tell(subscriber: Subscriber): void {
    subscriber.heard = this.state
    guard(() => subscriber.listener(this.state))
  }
}
