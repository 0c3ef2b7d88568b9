import { useConvexAction } from '@convex-action/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { plural } from '../../shared/format.js'
import { buttonLabel } from '../../shared/waiting.js'

export function SearchDocuments() {
  const [text, setText] = useState('action')
  const action = useConvexAction(api.documents.search, { concurrency: 'drop' })
  const { execute, pending, phase, status, data, error } = action

  function search(event: FormEvent) {
    event.preventDefault()
    execute({ text })
  }

  return (
    <section className="card" aria-labelledby="search-documents">
      <h3 id="search-documents">Search documents</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={search}>
        <label>
          Text <input required value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Search', 'Searching…')}
        </button>
      </form>

      <div className="outcome">
        <div aria-live="polite">
          {phase === 'queued' && <p>Waiting for the connection.</p>}
          {status === 'success' && (
            <p className="success">
              {data.length > 0 ? `${plural(data.length, 'document')}.` : 'Nothing fits.'}
            </p>
          )}
          {status === 'error' && <p className="error">{error.message}</p>}
        </div>
        {status === 'success' && (
          <ol className="found">
            {data.map(({ title, text }) => (
              <li key={title}>
                <strong>{title}</strong> {text}
              </li>
            ))}
          </ol>
        )}
      </div>
      <button
        type="button"
        className="quiet show-code"
        data-code="SearchDocuments.tsx"
        aria-describedby="search-documents"
      >
        Show the code
      </button>
    </section>
  )
}
