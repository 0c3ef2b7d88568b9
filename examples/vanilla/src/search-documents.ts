import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { plural } from '../../shared/format.js'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form search the documents, and lists what fits. */
export function bindSearch(client: ConvexClient): void {
  const store = createActionStore(
    api.documents.search,
    {
      client,
      identity: currentUser,
      concurrency: 'drop',
    },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('search', HTMLFormElement)
  const text = find('search-text', HTMLInputElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void store.execute({ text: text.value })
  })

  const button = find('search-button', HTMLButtonElement)
  const outcome = find('search-outcome', HTMLParagraphElement)
  const result = find('search-result', HTMLDivElement)
  const list = document.createElement('ol')
  list.className = 'found'
  store.subscribe((state) => {
    const { pending, phase, status } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Search', 'Searching…')
    outcome.className = status
    outcome.textContent = describe(state)
    if (state.status === 'success') {
      list.replaceChildren(...state.data.map(({ title, text }) => item(title, text)))
      result.append(list)
    } else {
      list.remove()
    }
  })

  function describe({ status, phase, data, error }: ReturnType<typeof store.getState>): string {
    if (phase === 'queued') return 'Waiting for the connection.'
    if (status !== 'success') return error?.message ?? ''
    return data.length > 0 ? `${plural(data.length, 'document')}.` : 'Nothing fits.'
  }
}

function item(title: string, text: string): HTMLElement {
  const item = document.createElement('li')
  const name = document.createElement('strong')
  name.textContent = title
  item.append(name, ` ${text}`)
  return item
}
