'use client'

import { recover } from '@convex-action/core/recovery'
import { useConvexAction } from '@convex-action/react'
import { api } from '~/convex/_generated/api'

export function Report() {
  const { execute, retry, pending, status, data, error, canRetry } = useConvexAction(api.reports.generate, {
    // It goes on after a reload. On the server, and in the first render, it is idle.
    recovery: recover(api.calls, { remember: 'report' }),
    concurrency: 'drop',
  })

  // The button is not disabled meanwhile: it would lose the focus.
  function generate() {
    if (!pending) void (canRetry ? retry() : execute({ month: 'January' }))
  }

  return (
    <>
      <button type="button" aria-disabled={pending} onClick={generate}>
        {pending ? 'Generating…' : canRetry ? 'Try again' : 'Generate report'}
      </button>
      <div className="outcome" aria-live="polite">
        {pending && <p>Adding up the days…</p>}
        {status === 'success' && (
          <>
            <p className="success">The report is ready: {data.rows} days.</p>
            <a href={data.downloadUrl} download={data.fileName}>
              Download {data.fileName}
            </a>
          </>
        )}
        {error && <p className="error">{error.message}</p>}
      </div>
    </>
  )
}
