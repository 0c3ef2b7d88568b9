import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form welcome one of the users, and tells what became of it. */
export function bindWelcome(client: ConvexClient): void {
  const store = createActionStore(
    api.emails.sendWelcome,
    {
      client,
      identity: currentUser,
      concurrency: 'drop',
    },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('welcome', HTMLFormElement)
  const choice = find('welcome-to', HTMLSelectElement)
  const { getCurrentValue: getUsers } = client.onUpdate(api.users.list, {}, (users) => {
    const { value } = choice
    choice.length = 1
    choice.append(...users.map(({ _id, name }) => new Option(name, _id, false, _id === value)))
  })
  const findUser = (id?: string) => getUsers()?.find(({ _id }) => _id === id)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const user = findUser(choice.value)
    if (user) void store.execute({ userId: user._id })
  })

  const button = find('welcome-button', HTMLButtonElement)
  const outcome = find('welcome-outcome', HTMLParagraphElement)
  store.subscribe((state) => {
    const { pending, phase, status } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Send welcome', 'Sending…')
    outcome.className = status
    outcome.textContent = describe(state)
  })

  function describe({ status, phase, args, error }: ReturnType<typeof store.getState>): string {
    if (phase === 'queued') return 'Waiting for the connection.'
    if (status === 'success') return `Welcomed ${findUser(args.userId)?.name}.`
    return error?.message ?? ''
  }
}
