import { useKeyedAction } from '@convex-action/react'
import { type FormEvent, useRef, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { fileToBase64 } from '../../shared/file-to-base64.js'
import { describeUploads, type Upload, uploadsButton } from '../../shared/uploads.js'
import { UploadRow } from './UploadRow.js'

export function UploadFiles() {
  const [list, setList] = useState<Upload[]>([])
  const lastKey = useRef(0)
  const input = useRef<HTMLInputElement>(null)
  const uploads = useKeyedAction(api.files.upload, {
    limit: 2,
    callId: 'callId',
    progress: api.reports.progress,
  })
  const { counts, pending } = uploads
  const label = uploadsButton(counts, list.length)

  async function start(upload: Upload) {
    const { key, file } = upload
    const note = (reading: Upload['reading']) =>
      setList((list) => list.map((one) => (one.key === key ? { ...one, reading } : one)))
    note('now')
    const content = await fileToBase64(file).catch(() => undefined)
    if (content !== undefined) void uploads.for(key).execute({ fileName: file.name, content })
    note(content === undefined ? 'failed' : undefined)
  }

  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const added = Array.from(input.current?.files ?? [], (file) => ({ key: ++lastKey.current, file }))
    event.currentTarget.reset()
    setList((list) => [...list, ...added])
    for (const upload of added) void start(upload)
  }

  function remove(...removed: Upload[]) {
    input.current?.focus()
    // A failure stays until it is reset.
    for (const { key } of removed) uploads.for(key).reset()
    setList((list) => list.filter((one) => !removed.includes(one)))
  }

  function pressAll() {
    if (label === 'Cancel all') return uploads.cancel()
    if (label === 'Clear list') return remove(...list)
    for (const upload of list) {
      const { getState, retry } = uploads.for(upload.key)
      const { status, canRetry } = getState()
      if (canRetry) void retry()
      else if (status === 'idle') void start(upload)
    }
  }

  return (
    <section className="card" aria-labelledby="upload-files">
      <h3 id="upload-files">Upload files</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={add}>
        <label>
          Text files <input ref={input} type="file" multiple required />
        </label>
        <div className="buttons">
          <button type="submit">Upload</button>
          <button type="button" className="quiet" hidden={list.length === 0} onClick={pressAll}>
            {label}
          </button>
        </div>
      </form>

      <div className="outcome">
        <p aria-live="polite">{describeUploads(counts, list.length)}</p>
        <ul className="list uploads" aria-label="Uploads">
          {list.map((upload) => (
            <UploadRow key={upload.key} upload={upload} uploads={uploads} onStart={start} onRemove={remove} />
          ))}
        </ul>
      </div>
      <button
        type="button"
        className="quiet show-code"
        data-code="UploadFiles.tsx"
        aria-describedby="upload-files"
      >
        Show the code
      </button>
    </section>
  )
}
