import { useConvexAction } from '@convex-action/react'
import { api } from '~/convex/_generated/api'

export function Report() {
  const { execute, pending, error } = useConvexAction(api.reports.generate)
  return (
    <>
      <button type="button" disabled={pending} onClick={() => execute({ month: 'january' })}>
        Generate
      </button>
      {error && <p role="alert">{error.message}</p>}
    </>
  )
}
