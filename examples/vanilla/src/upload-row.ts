import type { KeyedActionStore } from '@convex-action/core/keyed'
import type { api } from '~/convex/_generated/api'
import { describeUpload, type Upload, uploadButton } from '../../shared/uploads.js'

export type Uploads = KeyedActionStore<
  typeof api.files.upload,
  'callId',
  typeof api.reports.progress._returnType
>

/** The row of one file: it tells how its upload is, and cancels it, tries it again or removes it. */
export function uploadRow(
  uploads: Uploads,
  upload: Upload,
  { start, remove }: { start: () => void; remove: () => void },
): { element: HTMLElement; show: () => void; end: () => void } {
  const store = uploads.for(upload.key)
  const element = document.createElement('li')
  const name = document.createElement('strong')
  const text = document.createElement('span')
  const bar = document.createElement('progress')
  const buttons = document.createElement('div')
  const button = quietButton()
  const removal = quietButton('Remove')
  name.textContent = upload.file.name
  bar.ariaLabel = `${upload.file.name} is done`
  removal.ariaLabel = `Remove: ${upload.file.name}`
  buttons.className = 'buttons'
  buttons.append(button, removal)
  element.append(name, text, bar, buttons)
  removal.addEventListener('click', remove)

  button.addEventListener('click', () => {
    const state = store.getState()
    const label = uploadButton(state)
    if (label === 'Cancel') store.cancel()
    else if (label === 'Remove') remove()
    else if (state.canRetry) void store.retry()
    else start()
  })

  function show(): void {
    const state = store.getState()
    const { phase, progress } = state
    text.className = upload.reading === 'failed' ? 'error' : state.status
    text.textContent = describeUpload(state, upload)
    bar.hidden = phase !== 'running'
    bar.max = progress?.of ?? 1
    bar.value = progress?.done ?? 0
    button.textContent = uploadButton(state)
    removal.hidden = button.textContent !== 'Try again'
    button.ariaLabel = `${button.textContent}: ${upload.file.name}`
  }
  return { element, show, end: store.subscribe(show) }
}

function quietButton(label = ''): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'quiet'
  button.textContent = label
  return button
}
