import { useConvexAction } from '@convex-action/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'

export function GenerateImage() {
  const [prompt, setPrompt] = useState('A lighthouse at dusk')
  const action = useConvexAction(api.ai.generateImage, { concurrency: 'drop' })
  const { execute, pending, phase, status, data, error, args } = action

  function generate(event: FormEvent) {
    event.preventDefault()
    execute({ prompt })
  }

  return (
    <section className="card" aria-labelledby="generate-image">
      <h3 id="generate-image">Generate an image</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={generate}>
        <label>
          Prompt <input required value={prompt} onChange={(event) => setPrompt(event.target.value)} />
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Generate image', 'Drawing…')}
        </button>
      </form>

      <div className="outcome">
        <div aria-live="polite">
          {phase === 'queued' && <p>Waiting for the connection.</p>}
          {status === 'success' && <p className="success">Here it is.</p>}
          {status === 'error' && <p className="error">{error.message}</p>}
        </div>
        {status === 'success' && <img className="picture" alt={args.prompt} src={data} />}
      </div>
      <button
        type="button"
        className="quiet show-code"
        data-code="GenerateImage.tsx"
        aria-describedby="generate-image"
      >
        Show the code
      </button>
    </section>
  )
}
