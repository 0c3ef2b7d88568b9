import { useConvexAction } from '@convex-action/react'
import type { FormEvent } from 'react'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'

export function GenerateToken() {
  const action = useConvexAction(api.tokens.generate, { concurrency: 'drop' })
  const { execute, pending, phase, status, data, error } = action

  function generate(event: FormEvent) {
    event.preventDefault()
    execute()
  }

  return (
    <section className="card" aria-labelledby="generate-token">
      <h3 id="generate-token">Generate a token</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={generate}>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Generate token', 'Generating…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {phase === 'queued' && <p>Waiting for the connection.</p>}
        {status === 'success' && (
          <p className="success">
            <code>{data}</code>
          </p>
        )}
        {status === 'error' && <p className="error">{error.message}</p>}
      </div>
      <button
        type="button"
        className="quiet show-code"
        data-code="GenerateToken.tsx"
        aria-describedby="generate-token"
      >
        Show the code
      </button>
    </section>
  )
}
