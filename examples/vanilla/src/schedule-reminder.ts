import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { timeOf } from '../../shared/format.js'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form schedule a reminder, and lists those that were sent. */
export function bindReminder(client: ConvexClient): void {
  const store = createActionStore(
    api.reminders.schedule,
    {
      client,
      identity: currentUser,
      callId: 'callId',
      concurrency: 'drop',
    },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('reminder', HTMLFormElement)
  const choice = find('reminder-to', HTMLSelectElement)
  const seconds = find('seconds', HTMLInputElement)
  const { getCurrentValue: getUsers } = client.onUpdate(api.users.list, {}, (users) => {
    const { value } = choice
    choice.length = 1
    choice.append(...users.map(({ _id, name }) => new Option(name, _id, false, _id === value)))
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const user = getUsers()?.find(({ _id }) => _id === choice.value)
    if (user) void store.execute({ userId: user._id, seconds: seconds.valueAsNumber })
  })

  const button = find('reminder-button', HTMLButtonElement)
  const outcome = find('reminder-outcome', HTMLParagraphElement)
  store.subscribe((state) => {
    const { pending, phase, status } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Remind', 'Scheduling…')
    outcome.className = status
    outcome.textContent = describe(state)
  })

  const list = find('reminders', HTMLUListElement)
  client.onUpdate(api.reminders.list, {}, (reminders) => {
    list.replaceChildren(...reminders.map(({ text, sentAt }) => item(text, timeOf(sentAt))))
  })

  function describe({ status, phase, data, error }: ReturnType<typeof store.getState>): string {
    if (phase === 'queued') return 'Waiting for the connection.'
    if (status === 'success') return `The reminder is due at ${timeOf(data.dueAt)}.`
    return error?.message ?? ''
  }
}

function item(text: string, time: string): HTMLElement {
  const item = document.createElement('li')
  const at = document.createElement('span')
  at.textContent = time
  item.append(`${text} `, at)
  return item
}
