import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { plural, rounded } from '../../shared/format.js'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form have numbers processed, and lists all results that were saved. */
export function bindNumbers(client: ConvexClient): void {
  const store = createActionStore(
    api.data.processAndSave,
    {
      client,
      identity: currentUser,
      concurrency: 'drop',
    },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('process', HTMLFormElement)
  const numbers = find('numbers', HTMLTextAreaElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void store.execute({ data: numbers.value })
  })

  const button = find('process-button', HTMLButtonElement)
  const outcome = find('process-outcome', HTMLParagraphElement)
  store.subscribe((state) => {
    const { pending, phase, status } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Process', 'Processing…')
    outcome.className = status
    outcome.textContent = describe(state)
  })

  const list = find('saved', HTMLUListElement)
  client.onUpdate(api.data.list, {}, (results) => {
    list.replaceChildren(...results.map((result) => item(summarize(result))))
  })

  function describe({ status, phase, data, error }: ReturnType<typeof store.getState>): string {
    if (phase === 'queued') return 'Waiting for the connection.'
    if (status === 'success') return summarize(data)
    return error?.message ?? ''
  }
}

const summarize = ({ count, sum, mean }: { count: number; sum: number; mean: number }) =>
  `${plural(count, 'number')}: sum ${rounded(sum)}, mean ${rounded(mean)}.`

function item(text: string): HTMLElement {
  const item = document.createElement('li')
  item.textContent = text
  return item
}
