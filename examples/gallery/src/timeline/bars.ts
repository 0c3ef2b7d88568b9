import type { ExecutionEvent } from '@convex-action/core/machine'
import type { AnyMachineSnapshot, InspectionEvent, StateValue } from 'xstate'

/** How long a bar was in one state. Times are in milliseconds since 1970. */
export interface Stretch {
  /** The innermost state; what is `sent` is called `running`. */
  state: string
  /** Which try it belongs to, from 1. */
  attempt: number
  from: number
  /** `undefined` while it goes on. */
  to: number | undefined
}

/** A transition that an execution took. */
export interface Step {
  event: string
  /** The state that it left, as in `Bar.path`. */
  from: string[]
  at: number
}

/** One execution, as an inspector saw it. */
export interface Bar {
  /** The id of its actor. */
  id: string
  action: string
  callId: string | undefined
  /** The state and those inside of it, such as `['pending', 'running', 'sent']`. */
  path: string[]
  steps: Step[]
  /** All pending states so far. */
  stretches: [Stretch, ...Stretch[]]
  /** Which try is under way or was the last, from 1. */
  attempt: number
  /** When it ended; `undefined` while it is pending. */
  end: number | undefined
  /** What it failed with. */
  error: { kind: string; delivery: string } | undefined
}

/** So many that have ended are kept. What is pending is always kept. */
export const most = 50

const pathOf = (value: StateValue): string[] =>
  typeof value === 'string'
    ? [value]
    : Object.entries(value).flatMap(([state, inner]) => [state, ...pathOf(inner ?? {})])

/**
 * What the bars are after an inspection event, the newest first. Where the event changes nothing, they are the same array.
 *
 * @param at When the event was seen, in milliseconds since 1970.
 */
export function record(bars: readonly Bar[], inspected: InspectionEvent, at: number): readonly Bar[] {
  if (inspected.type !== '@xstate.snapshot') return bars
  const id = inspected.actorRef.sessionId
  const event = inspected.event as ExecutionEvent
  const path = pathOf((inspected.snapshot as AnyMachineSnapshot).value)
  if (event.type === 'execute') return [begin(id, event, path, at), ...bars]
  const bar = bars.find((bar) => bar.id === id)
  return bar ? keep(bars.with(bars.indexOf(bar), goOn(bar, event, path, at))) : bars
}

function keep(bars: readonly Bar[]): readonly Bar[] {
  const ended = bars.filter(({ end }) => end !== undefined)
  return bars.filter((bar) => bar.end === undefined || ended.indexOf(bar) < most)
}

const shownAs = (path: string[]) => path.at(-1)?.replace('sent', 'running') ?? ''

const begin = (id: string, { action = '', callId }: ExecutionEvent, path: string[], at: number): Bar => ({
  id,
  action,
  callId,
  path,
  steps: [{ event: 'execute', from: ['idle'], at }],
  stretches: [{ state: shownAs(path), attempt: 1, from: at, to: undefined }],
  attempt: 1,
  end: undefined,
  error: undefined,
})

function goOn(bar: Bar, { type, error }: ExecutionEvent, path: string[], at: number): Bar {
  const isPending = path[0] === 'pending'
  const attempt = bar.attempt + (type === 'retryDue' ? 1 : 0)
  const [first, ...rest] = bar.stretches.map((stretch) => ({ ...stretch, to: stretch.to ?? at }))
  const next = isPending ? [{ state: shownAs(path), attempt, from: at, to: undefined }] : []
  return {
    ...bar,
    path,
    attempt,
    steps: [...bar.steps, { event: type, from: bar.path, at }],
    // There is a first one: every bar begins with it.
    stretches: [first as Stretch, ...rest, ...next],
    end: isPending ? undefined : at,
    error: path[0] === 'error' && error ? { kind: error.kind, delivery: error.delivery } : undefined,
  }
}

/** What a store shows, as refs. */
interface Seen {
  status: { value: string }
  phase: { value: string | undefined }
  attempt: { value: number }
  callId: { value: string | undefined }
}

/**
 * The bar of the execution that a store of this action shows: the newest one of which all that the store shows is true.
 * `undefined` where the store is idle, or the bar is kept no more.
 */
export const shownIn = (bars: readonly Bar[], action: string, seen: Seen): Bar | undefined =>
  bars.find(
    (bar) =>
      bar.action === action &&
      bar.path[0] === seen.status.value &&
      (seen.phase.value === undefined || bar.path[1] === seen.phase.value) &&
      bar.attempt === seen.attempt.value &&
      bar.callId === seen.callId.value,
  )
