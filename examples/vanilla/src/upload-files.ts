import { createKeyedActionStore } from '@convex-action/core/keyed'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { fileToBase64 } from '../../shared/file-to-base64.js'
import { describeUploads, type Upload, uploadsButton } from '../../shared/uploads.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { uploadRow } from './upload-row.js'
import { currentUser } from './user.js'

/** Lets the form upload files, and shows each of them in a list. */
export function bindUploads(client: ConvexClient): void {
  const uploads = createKeyedActionStore(
    api.files.upload,
    {
      client,
      identity: currentUser,
      limit: 2,
      callId: 'callId',
      progress: api.reports.progress,
    },
    { observer },
  )
  const list = new Map<Upload, ReturnType<typeof uploadRow>>()
  const form = find('uploads', HTMLFormElement)
  const input = find('uploads-input', HTMLInputElement)
  const rows = find('uploads-list', HTMLUListElement)
  const all = find('uploads-all', HTMLButtonElement)
  const outcome = find('uploads-outcome', HTMLParagraphElement)
  let lastKey = 0

  async function start(upload: Upload): Promise<void> {
    const { key, file } = upload
    const note = (reading: Upload['reading']) => {
      upload.reading = reading
      list.get(upload)?.show()
    }
    note('now')
    const content = await fileToBase64(file).catch(() => undefined)
    if (content !== undefined) void uploads.for(key).execute({ fileName: file.name, content })
    note(content === undefined ? 'failed' : undefined)
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    for (const file of input.files ?? []) {
      const upload: Upload = { key: ++lastKey, file }
      const row = uploadRow(uploads, upload, {
        start: () => void start(upload),
        remove: () => remove([upload]),
      })
      list.set(upload, row)
      rows.append(row.element)
      void start(upload)
    }
    form.reset()
    show()
  })

  function remove(removed: Iterable<Upload>): void {
    input.focus()
    for (const upload of [...removed]) {
      const row = list.get(upload)
      // A failure stays until it is reset.
      uploads.for(upload.key).reset()
      list.delete(upload)
      row?.end()
      row?.element.remove()
    }
    show()
  }

  all.addEventListener('click', () => {
    const label = uploadsButton(uploads.getState().counts, list.size)
    if (label === 'Cancel all') return uploads.cancel()
    if (label === 'Clear list') return remove(list.keys())
    for (const upload of list.keys()) {
      const { getState, retry } = uploads.for(upload.key)
      const { status, canRetry } = getState()
      if (canRetry) void retry()
      else if (status === 'idle') void start(upload)
    }
  })

  uploads.subscribe(show)
  function show(): void {
    const { counts, pending } = uploads.getState()
    form.ariaBusy = String(pending)
    all.hidden = list.size === 0
    all.textContent = uploadsButton(counts, list.size)
    outcome.textContent = describeUploads(counts, list.size)
  }
}
