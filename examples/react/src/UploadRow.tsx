import { type KeyedActionStore, useActionStore } from '@convex-action/react'
import type { api } from '~/convex/_generated/api'
import { describeUpload, type Upload, uploadButton } from '../../shared/uploads.js'

type Uploads = KeyedActionStore<typeof api.files.upload, 'callId', Progress>
type Progress = (typeof api.reports.progress)['_returnType']

/** One file of the list: it renders only when its own state changes. */
export function UploadRow(props: {
  upload: Upload
  uploads: Pick<Uploads, 'for'>
  onStart: (upload: Upload) => void
  onRemove: (upload: Upload) => void
}) {
  const { upload, uploads, onStart, onRemove } = props
  const state = useActionStore(uploads.for(upload.key))
  const { phase, progress } = state
  const label = uploadButton(state)

  function press() {
    if (label === 'Cancel') state.cancel()
    else if (label === 'Remove') onRemove(upload)
    else if (state.canRetry) void state.retry()
    else onStart(upload)
  }

  return (
    <li>
      <strong>{upload.file.name}</strong>
      <span className={upload.reading === 'failed' ? 'error' : state.status}>
        {describeUpload(state, upload)}
      </span>
      <progress
        aria-label={`${upload.file.name} is done`}
        hidden={phase !== 'running'}
        max={progress?.of ?? 1}
        value={progress?.done ?? 0}
      />
      <div className="buttons">
        <button type="button" className="quiet" aria-label={`${label}: ${upload.file.name}`} onClick={press}>
          {label}
        </button>
        <button
          type="button"
          className="quiet"
          aria-label={`Remove: ${upload.file.name}`}
          hidden={label !== 'Try again'}
          onClick={() => onRemove(upload)}
        >
          Remove
        </button>
      </div>
    </li>
  )
}
