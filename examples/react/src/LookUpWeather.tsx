import { useConvexAction } from '@convex-action/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'

export function LookUpWeather() {
  const [city, setCity] = useState('Lagos')
  const action = useConvexAction(api.weather.fetch, { concurrency: 'drop' })
  const { execute, pending, phase, status, data, error, args } = action

  function lookUp(event: FormEvent) {
    event.preventDefault()
    execute({ city })
  }

  return (
    <section className="card" aria-labelledby="look-up-weather">
      <h3 id="look-up-weather">Look up the weather</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={lookUp}>
        <label>
          City <input required value={city} onChange={(event) => setCity(event.target.value)} />
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Look up', 'Looking…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {phase === 'queued' && <p>Waiting for the connection.</p>}
        {status === 'success' && (
          <p className="success">
            {args.city}: {data.temperature} °C, {data.condition.toLowerCase()}.
          </p>
        )}
        {status === 'error' && <p className="error">{error.message}</p>}
      </div>
      <button
        type="button"
        className="quiet show-code"
        data-code="LookUpWeather.tsx"
        aria-describedby="look-up-weather"
      >
        Show the code
      </button>
    </section>
  )
}
