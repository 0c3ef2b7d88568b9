import { createActionStore, createMutationStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { upload } from '../../shared/upload.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { currentUser } from './user.js'

/** Lets the form upload an image, and shows a small one made of it. */
export function bindThumbnail(client: ConvexClient): void {
  const options = { client, identity: currentUser }
  const address = createMutationStore(api.images.generateUploadUrl, options, { observer })
  const thumbnail = createActionStore(api.thumbnails.generate, options, { observer })
  const description = createActionStore(api.images.describe, options, { observer })

  let step: 'Uploading…' | 'Shrinking…' | undefined
  let success = ''
  let problem = ''
  const form = find('thumbnail', HTMLFormElement)
  const input = find('thumbnail-input', HTMLInputElement)
  const result = find('thumbnail-result', HTMLDivElement)
  const picture = document.createElement('img')
  picture.className = 'thumbnail'
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const file = input.files?.[0]
    if (!file || step) return
    success = ''
    problem = ''
    picture.remove()
    goTo('Uploading…')
    try {
      const imageId = await upload(file, await address.mutate())
      goTo('Shrinking…')
      const [thumbnailId, image] = await Promise.all([
        thumbnail.execute({ imageId }),
        description.execute({ imageId }),
      ])
      const url = await client.query(api.images.url, { imageId: thumbnailId })
      success = `${image.width} × ${image.height} pixels, ${image.format}.`
      picture.alt = `Thumbnail of ${file.name}`
      if (url) {
        picture.src = url
        result.append(picture)
      }
    } catch (error) {
      // Of an action, of the mutation, or of the upload, which is no part of Convex: each has a message for people.
      problem = (error as Error).message
    }
    goTo(undefined)
  })

  const button = find('thumbnail-button', HTMLButtonElement)
  const outcome = find('thumbnail-outcome', HTMLParagraphElement)
  for (const store of [address, thumbnail, description]) store.subscribe(show)

  function goTo(next: typeof step): void {
    step = next
    show()
  }

  function show(): void {
    const stores = [address, thumbnail, description]
    const isQueued = stores.some((store) => store.getState().phase === 'queued')
    form.ariaBusy = String(Boolean(step))
    button.ariaDisabled = String(Boolean(step))
    button.textContent = isQueued ? 'Waiting…' : (step ?? 'Make thumbnail')
    outcome.className = success ? 'success' : problem ? 'error' : ''
    outcome.textContent = isQueued ? 'Waiting for the connection.' : success || problem
  }
}
