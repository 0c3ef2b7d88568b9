import type { ActionError } from './errors.js'
import { Few } from './few.js'
import type { SentCall } from './recovered-call.js'
import { guard } from './report.js'
import { phases, type StateName } from './transitions.generated.js'
import type { ActionState } from './types.js'

/** An execution, as far as it can be shown. */
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
  /** The state that this listener received last. */
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
    // The compiler does not see that the fields narrow together.
  } as ActionState
}

/** The state of every store before its first execution. All stores share this object, so it is frozen. */
export const idle = Object.freeze(stateOf(undefined, undefined, undefined, 0))

const fields = Object.keys(idle) as (keyof ActionState)[]

function isSame(one: ActionState, other: ActionState): boolean {
  for (const field of fields) if (!Object.is(one[field], other[field])) return false
  return true
}

/** What a store shows, and its subscribers. */
export class Screen<Shown extends Showable = Showable> {
  /** The published state. */
  state = idle
  /** The shown execution. */
  shown: Shown | undefined
  #data: unknown
  #progress: unknown
  #subscribers: Few<Subscriber> | undefined

  /** Whether anything is subscribed. */
  get isWatched(): boolean {
    return !!this.#subscribers?.size
  }

  show(execution: Shown): void {
    this.shown = execution
    this.#progress = execution.progress
  }

  /**
   * Takes over progress or a result, if `execution` is shown. If a resumed call turns out to belong to another user,
   * it is no longer shown.
   */
  update(execution: Shown): void {
    if (execution !== this.shown) return
    this.#progress = execution.progress
    if (execution.state === 'success') this.#data = execution.data
    if (execution.error?.kind === 'identity-changed') this.clear()
  }

  /** Shows no execution. Data and progress stay. */
  hide(): void {
    this.shown = undefined
  }

  /** Shows no execution, no data and no progress. */
  clear(): void {
    this.shown = this.#data = this.#progress = undefined
  }

  /** Publishes the state if a field has changed. A listener that throws does not affect other listeners. */
  publish(inFlight: number): void {
    const fresh = stateOf(this.shown, this.#data, this.#progress, inFlight)
    if (isSame(fresh, this.state)) return
    this.state = fresh
    if (!this.#subscribers) return
    // A listener that subscribed meanwhile has already received it.
    for (const subscriber of this.#subscribers.members) if (subscriber.heard !== fresh) this.#tell(subscriber)
  }

  /** Calls `listener` at once and at every publication, until the returned function is called. */
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
