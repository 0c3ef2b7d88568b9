import { useConvexAction } from '@convex-action/react'
import { useQuery } from 'convex/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { plural, rounded } from '../../shared/format.js'
import { buttonLabel } from '../../shared/waiting.js'

const describe = ({ count, sum, mean }: { count: number; sum: number; mean: number }) =>
  `${plural(count, 'number')}: sum ${rounded(sum)}, mean ${rounded(mean)}.`

export function ProcessAndSave() {
  const saved = useQuery(api.data.list)
  const [numbers, setNumbers] = useState('3, 5, 8')
  const action = useConvexAction(api.data.processAndSave, { concurrency: 'drop' })
  const { execute, pending, phase, status, data, error } = action

  function processNumbers(event: FormEvent) {
    event.preventDefault()
    execute({ data: numbers })
  }

  return (
    <section className="card" aria-labelledby="process-and-save">
      <h3 id="process-and-save">Process and save</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={processNumbers}>
        <label>
          Numbers{' '}
          <textarea rows={3} required value={numbers} onChange={(event) => setNumbers(event.target.value)} />
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Process', 'Processing…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {phase === 'queued' && <p>Waiting for the connection.</p>}
        {status === 'success' && <p className="success">{describe(data)}</p>}
        {status === 'error' && <p className="error">{error.message}</p>}
      </div>
      <ul className="list" aria-label="Saved results">
        {saved?.map((result) => (
          <li key={result._id}>{describe(result)}</li>
        ))}
      </ul>
      <button
        type="button"
        className="quiet show-code"
        data-code="ProcessAndSave.tsx"
        aria-describedby="process-and-save"
      >
        Show the code
      </button>
    </section>
  )
}
