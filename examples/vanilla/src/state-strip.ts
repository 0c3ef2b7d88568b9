import type { ActionState } from '@convex-action/core'
import { row } from './row.js'

/** Shows everything that a store says of itself. */
export function showState(strip: HTMLDListElement, state: ActionState): void {
  const { status, phase, attempt, inFlight, callId, progress, error } = state
  const fields = {
    status,
    phase,
    attempt,
    inFlight,
    callId: callId?.slice(0, 8),
    progress: shorten(progress),
    'error.kind': error?.kind,
    'error.delivery': error?.delivery,
  }
  strip.dataset.status = status
  strip.replaceChildren(...Object.entries(fields).map(([name, value]) => row(name, String(value ?? '–'))))
}

const shorten = (progress: unknown) =>
  progress && typeof progress === 'object' && 'done' in progress && 'of' in progress
    ? `${progress.done} of ${progress.of}`
    : progress
