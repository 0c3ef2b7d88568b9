import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form generate an image, and shows it. */
export function bindImage(client: ConvexClient): void {
  const store = createActionStore(
    api.ai.generateImage,
    {
      client,
      identity: currentUser,
      concurrency: 'drop',
    },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('image', HTMLFormElement)
  const prompt = find('prompt', HTMLInputElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void store.execute({ prompt: prompt.value })
  })

  const button = find('image-button', HTMLButtonElement)
  const outcome = find('image-outcome', HTMLParagraphElement)
  const result = find('image-result', HTMLDivElement)
  const picture = document.createElement('img')
  picture.className = 'picture'
  store.subscribe((state) => {
    const { pending, phase, status } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Generate image', 'Drawing…')
    outcome.className = status
    outcome.textContent = describe(state)
    if (state.status === 'success') {
      picture.alt = state.args.prompt
      picture.src = state.data
      result.append(picture)
    } else {
      picture.remove()
    }
  })

  function describe({ status, phase, error }: ReturnType<typeof store.getState>): string {
    if (phase === 'queued') return 'Waiting for the connection.'
    if (status === 'success') return 'Here it is.'
    return error?.message ?? ''
  }
}
