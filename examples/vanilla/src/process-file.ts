import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { fileToBase64 } from '../../shared/file-to-base64.js'
import { plural } from '../../shared/format.js'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser } from './user.js'

/** Lets the form process a file, and tells what is in it. */
export function bindFile(client: ConvexClient): void {
  const store = createActionStore(
    api.files.process,
    { client, identity: currentUser, concurrency: 'drop' },
    { observer },
  )

  let isUnreadable = false
  const form = find('file', HTMLFormElement)
  const input = find('file-input', HTMLInputElement)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const file = input.files?.[0]
    if (!file || store.getState().pending) return
    try {
      const content = await fileToBase64(file)
      isUnreadable = false
      void store.execute({ fileName: file.name, content })
    } catch {
      isUnreadable = true
      store.reset()
      show()
    }
  })

  const button = find('file-button', HTMLButtonElement)
  const outcome = find('file-outcome', HTMLParagraphElement)
  const hash = find('file-hash', HTMLParagraphElement)
  const sha256 = find('file-sha256', HTMLElement)
  store.subscribe(show)

  function show(): void {
    const state = store.getState()
    const { pending, phase, status } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Process file', 'Processing…')
    outcome.className = isUnreadable ? 'error' : status
    outcome.textContent = describe(state)
    hash.hidden = status !== 'success'
    sha256.textContent = state.data?.sha256 ?? ''
  }

  function describe({ status, phase, data, error }: ReturnType<typeof store.getState>): string {
    if (isUnreadable) return 'This file cannot be read.'
    if (phase === 'queued') return 'Waiting for the connection.'
    if (status !== 'success') return error?.message ?? ''
    const { fileName, lines, words, bytes } = data
    return `${fileName}: ${plural(lines, 'line')}, ${plural(words, 'word')}, ${plural(bytes, 'byte')}.`
  }
}
