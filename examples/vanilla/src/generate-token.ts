import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form generate a token, and shows it. */
export function bindToken(client: ConvexClient): void {
  const store = createActionStore(
    api.tokens.generate,
    { client, identity: currentUser, concurrency: 'drop' },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('token', HTMLFormElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void store.execute()
  })

  const button = find('token-button', HTMLButtonElement)
  const outcome = find('token-outcome', HTMLParagraphElement)
  const token = document.createElement('code')
  store.subscribe(({ pending, status, phase, data, error }) => {
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Generate token', 'Generating…')
    outcome.className = status
    outcome.textContent = phase === 'queued' ? 'Waiting for the connection.' : (error?.message ?? '')
    if (status !== 'success') return
    token.textContent = data
    outcome.append(token)
  })
}
