import { useConvexAction, useConvexMutation } from '@convex-action/react'
import { useConvex } from 'convex/react'
import { type FormEvent, useRef, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { upload } from '../../shared/upload.js'

export function MakeThumbnail() {
  const client = useConvex()
  const { mutate: generateUploadUrl, phase: addressing } = useConvexMutation(api.images.generateUploadUrl)
  const { execute: generate, phase: generating } = useConvexAction(api.thumbnails.generate)
  const { execute: describe, phase: describing } = useConvexAction(api.images.describe)
  const isQueued = [addressing, generating, describing].includes('queued')

  const [step, setStep] = useState<'Uploading…' | 'Shrinking…'>()
  const [thumbnail, setThumbnail] = useState<{ fileName: string; text: string; url: string | null }>()
  const [problem, setProblem] = useState('')

  const input = useRef<HTMLInputElement>(null)
  // Of two clicks at once, the second one does not see the state that the first one set.
  const isUnderWay = useRef(false)
  async function make(event: FormEvent) {
    event.preventDefault()
    const file = input.current?.files?.[0]
    if (!file || isUnderWay.current) return
    isUnderWay.current = true
    setThumbnail(undefined)
    setProblem('')
    setStep('Uploading…')
    try {
      const imageId = await upload(file, await generateUploadUrl())
      setStep('Shrinking…')
      const [thumbnailId, image] = await Promise.all([generate({ imageId }), describe({ imageId })])
      setThumbnail({
        fileName: file.name,
        text: `${image.width} × ${image.height} pixels, ${image.format}.`,
        url: await client.query(api.images.url, { imageId: thumbnailId }),
      })
    } catch (error) {
      // Of an action, of the mutation, or of the upload, which is no part of Convex: each has a message for people.
      setProblem((error as Error).message)
    }
    setStep(undefined)
    isUnderWay.current = false
  }

  return (
    <section className="card" aria-labelledby="make-thumbnail">
      <h3 id="make-thumbnail">Make a thumbnail</h3>
      <form autoComplete="off" aria-busy={step !== undefined} onSubmit={make}>
        <label>
          Image <input ref={input} type="file" accept="image/*" required />
        </label>
        <button type="submit" aria-disabled={step !== undefined}>
          {isQueued ? 'Waiting…' : (step ?? 'Make thumbnail')}
        </button>
      </form>

      <div className="outcome">
        <div aria-live="polite">
          {isQueued && <p>Waiting for the connection.</p>}
          {thumbnail && <p className="success">{thumbnail.text}</p>}
          {problem && <p className="error">{problem}</p>}
        </div>
        {thumbnail?.url && (
          <img className="thumbnail" alt={`Thumbnail of ${thumbnail.fileName}`} src={thumbnail.url} />
        )}
      </div>
      <button
        type="button"
        className="quiet show-code"
        data-code="MakeThumbnail.tsx"
        aria-describedby="make-thumbnail"
      >
        Show the code
      </button>
    </section>
  )
}
