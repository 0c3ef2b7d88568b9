import { useConvexAction } from '@convex-action/react'
import { type FormEvent, useRef, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { fileToBase64 } from '../../shared/file-to-base64.js'
import { plural } from '../../shared/format.js'
import { buttonLabel } from '../../shared/waiting.js'

export function ProcessFile() {
  const [isUnreadable, setIsUnreadable] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const action = useConvexAction(api.files.process, { concurrency: 'drop' })
  const { execute, reset, pending, phase, status, data, error } = action

  async function handleUpload(event: FormEvent) {
    event.preventDefault()
    const file = input.current?.files?.[0]
    if (!file || pending) return
    try {
      const content = await fileToBase64(file)
      setIsUnreadable(false)
      execute({ fileName: file.name, content })
    } catch {
      reset()
      setIsUnreadable(true)
    }
  }

  return (
    <section className="card" aria-labelledby="process-file">
      <h3 id="process-file">Process a file</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={handleUpload}>
        <label>
          File <input ref={input} type="file" required />
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Process file', 'Processing…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {isUnreadable && <p className="error">This file cannot be read.</p>}
        {phase === 'queued' && <p>Waiting for the connection.</p>}
        {status === 'success' && (
          <>
            <p className="success">
              {data.fileName}: {plural(data.lines, 'line')}, {plural(data.words, 'word')},{' '}
              {plural(data.bytes, 'byte')}.
            </p>
            <p>
              SHA-256 <code>{data.sha256}</code>
            </p>
          </>
        )}
        {status === 'error' && <p className="error">{error.message}</p>}
      </div>
      <button
        type="button"
        className="quiet show-code"
        data-code="ProcessFile.tsx"
        aria-describedby="process-file"
      >
        Show the code
      </button>
    </section>
  )
}
