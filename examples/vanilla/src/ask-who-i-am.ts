import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { fetchToken, type User } from '../../shared/identity.js'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { changeUser, currentUser, onUserChange } from './user.js'

/** Lets one sign in, and ask the server whom it takes one for. */
export function bindWhoAmI(client: ConvexClient): void {
  const store = createActionStore(
    api.users.whoAmI,
    { client, identity: currentUser, concurrency: 'drop' },
    { observer },
  )
  onUserChange(store.identify)

  let isRefused = false
  function signIn(name: User | null): void {
    isRefused = false
    // While it waits for a token, the client would not tell the server that the former user is gone.
    client.client.clearAuth()
    client.setAuth(
      async () => name && fetchToken?.(name),
      (isSignedIn) => {
        isRefused = !isSignedIn && name !== null
        if (!isSignedIn) changeUser(null)
        show()
      },
    )
    // From here on nothing is shown to the new user that was the former one's. Not before: what goes on after a reload asks at once.
    changeUser(name)
    show()
  }

  const ada = find('ada', HTMLButtonElement)
  const bob = find('bob', HTMLButtonElement)
  ada.addEventListener('click', () => signIn('Ada'))
  bob.addEventListener('click', () => signIn('Bob'))
  find('sign-out', HTMLButtonElement).addEventListener('click', () => signIn(null))
  find('no-sign-in', HTMLParagraphElement).hidden = !!fetchToken
  if (!fetchToken) find('sign-in', HTMLDivElement).remove()

  const form = find('who', HTMLFormElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void store.execute()
  })

  const button = find('who-button', HTMLButtonElement)
  const outcome = find('who-outcome', HTMLParagraphElement)
  store.subscribe(show)

  function show(): void {
    const state = store.getState()
    const { pending, phase, status } = state
    ada.ariaPressed = String(currentUser() === 'Ada')
    bob.ariaPressed = String(currentUser() === 'Bob')
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Ask', 'Asking…')
    outcome.className = isRefused && status === 'idle' ? 'error' : status
    outcome.textContent = describe(state)
  }

  function describe({ status, phase, data, error }: ReturnType<typeof store.getState>): string {
    if (phase === 'queued') return 'Waiting for the connection.'
    if (status === 'success') return `You are ${data.name} (${data.email}).`
    if (isRefused && status === 'idle') return 'You cannot sign in now. Please try again later.'
    return error?.message ?? ''
  }
}
