import { recover } from '@convex-action/core/recovery'
import { type ActionError, useConvexAction } from '@convex-action/react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { api } from '~/convex/_generated/api'
import type { User } from '../../shared/identity.js'
import { describeReport, linkedReport, linkToReport } from '../../shared/report.js'
import { buttonLabel, checking } from '../../shared/waiting.js'
import { StateStrip } from './StateStrip.js'

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

export function GenerateReport({ user }: { user: User | null }) {
  const [month, setMonth] = useState('January')
  const [canceled, setCanceled] = useState<ActionError | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const action = useConvexAction(api.reports.generate, {
    callId: 'callId',
    progress: api.reports.progress,
    recovery: recover(api.calls, { remember: 'report' }),
    concurrency: 'drop',
    onExecute: () => setCanceled(null),
    onError: (error) => {
      if (error.kind === 'canceled') setCanceled(error)
    },
  })
  const {
    execute,
    retry,
    resume,
    cancel,
    pending,
    phase,
    status,
    data,
    error,
    args,
    callId,
    canRetry,
    progress,
  } = action
  const isAgain = canRetry && args?.month === month
  useEffect(() => {
    const linked = linkedReport()
    // The server tells it to nobody but the user who asked for it.
    if (linked && user) resume(linked)
  }, [user])
  // The steps are kept by call id, so those of the first try would be shown for the second.
  const [isRetried, setIsRetried] = useState(false)
  const steps = isRetried ? { label: 'Running again', done: undefined, of: undefined } : progress

  // One button all along, never disabled: whoever pressed it keeps the focus.
  function generate(event: FormEvent) {
    event.preventDefault()
    if (pending) return
    setIsRetried(isAgain)
    isAgain ? retry() : execute({ month })
  }

  function giveUp() {
    cancel()
    button.current?.focus()
  }

  return (
    <>
      <form autoComplete="off" aria-busy={pending} onSubmit={generate}>
        <label>
          Month
          <select value={month} onChange={(event) => setMonth(event.target.value)}>
            {months.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <div className="buttons">
          <button ref={button} type="submit" aria-disabled={pending}>
            {buttonLabel(phase, isAgain ? 'Try again' : 'Generate report', 'Generating…')}
          </button>
          {pending && (
            <button type="button" className="quiet" onClick={giveUp}>
              Cancel
            </button>
          )}
        </div>
      </form>

      <div className="outcome">
        <div aria-live="polite">
          {phase === 'queued' && <p>Waiting for the connection. The report starts as soon as it is back.</p>}
          {phase === 'running' && <p>Adding up {args?.month}…</p>}
          {phase === 'checking' && <p>{checking}</p>}
          {status === 'success' && (
            <>
              <p className="success">{describeReport(args?.month, data.rows)}</p>
              <a href={data.downloadUrl} download={data.fileName}>
                Download {data.fileName}
              </a>
            </>
          )}
          {status === 'error' && <p className="error">{error.message}</p>}
          {status === 'idle' && canceled && <p>{canceled.message}</p>}
        </div>
        {user && callId && !error && (
          <p>
            <a href={linkToReport(callId)}>See your report</a> here or on another device.
          </p>
        )}
        {/* Not read out at each step: whoever wants to know finds it here. */}
        {(phase === 'running' || phase === 'checking') && (
          <label className="progress">
            {steps?.label ?? 'Starting'} <progress value={steps?.done} max={steps?.of} />
          </label>
        )}
      </div>

      <StateStrip of={action} />
    </>
  )
}
