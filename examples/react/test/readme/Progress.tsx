import { useConvexAction } from '@convex-action/react'
import { api } from '~/convex/_generated/api'

export function Progress() {
  const report = useConvexAction(api.reports.generate, {
    callId: 'callId',
    progress: api.reports.progress,
    timeout: 60_000,
  })
  switch (report.status) {
    case 'idle':
      return (
        <button type="button" onClick={() => report.execute({ month: 'january' })}>
          Generate
        </button>
      )
    case 'pending':
      return (
        <button type="button" onClick={report.cancel}>
          Cancel: {report.progress?.label ?? report.phase}
        </button>
      )
    case 'success':
      return <a href={report.data.downloadUrl}>Download</a>
    case 'error':
      return (
        <button type="button" onClick={() => report.retry()}>
          {report.error.message} Try again
        </button>
      )
  }
}
