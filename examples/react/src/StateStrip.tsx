import type { ActionState } from '@convex-action/react'

/** Shows all that is known of an action, as it is. */
export function StateStrip({ of }: { of: ActionState }) {
  const fields = {
    status: of.status,
    phase: of.phase,
    attempt: of.attempt,
    inFlight: of.inFlight,
    callId: of.callId?.slice(0, 8),
    progress: shorten(of.progress),
    'error.kind': of.error?.kind,
    'error.delivery': of.error?.delivery,
  }
  return (
    <dl className="state" data-status={of.status}>
      {Object.entries(fields).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}

const shorten = (progress: unknown) =>
  progress && typeof progress === 'object' && 'done' in progress && 'of' in progress
    ? `${progress.done} of ${progress.of}`
    : undefined
