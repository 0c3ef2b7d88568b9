import { useActionStore, useKeyedAction } from '@convex-action/react'
import { api } from '~/convex/_generated/api'

export function Months({ months }: { months: string[] }) {
  const reports = useKeyedAction(api.reports.generate, { limit: 2 })
  return (
    <ul aria-busy={reports.pending}>
      {months.map((month) => (
        <Month key={month} month={month} store={reports.for(month)} />
      ))}
    </ul>
  )
}

type Reports = ReturnType<typeof useKeyedAction<typeof api.reports.generate>>

function Month({ month, store }: { month: string; store: ReturnType<Reports['for']> }) {
  const { execute, phase, status } = useActionStore(store)
  return (
    <button type="button" onClick={() => execute({ month })}>
      {month}: {phase ?? status}
    </button>
  )
}
