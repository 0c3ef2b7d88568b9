import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form look up the weather of a city, and tells it. */
export function bindWeather(client: ConvexClient): void {
  const store = createActionStore(
    api.weather.fetch,
    { client, identity: currentUser, concurrency: 'drop' },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('weather', HTMLFormElement)
  const city = find('city', HTMLInputElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void store.execute({ city: city.value })
  })

  const button = find('weather-button', HTMLButtonElement)
  const outcome = find('weather-outcome', HTMLParagraphElement)
  store.subscribe((state) => {
    const { pending, phase, status } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Look up', 'Looking…')
    outcome.className = status
    outcome.textContent = describe(state)
  })

  function describe({ status, phase, args, data, error }: ReturnType<typeof store.getState>): string {
    if (phase === 'queued') return 'Waiting for the connection.'
    if (status === 'success') return `${args.city}: ${data.temperature} °C, ${data.condition.toLowerCase()}.`
    return error?.message ?? ''
  }
}
