import { useConvexAction } from '@convex-action/react'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'
import { StateStrip } from './StateStrip.js'

export function SendEmail() {
  const [email, setEmail] = useState({
    to: 'ada@example.com',
    subject: 'Welcome!',
    body: 'Thanks for signing up.',
  })
  const action = useConvexAction(api.emails.send, { timeout: 10_000 })
  const { execute, pending, phase, status, error, args } = action

  const write = ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
    setEmail({ ...email, [target.name]: target.value })

  // The button is not disabled meanwhile: it would lose the focus.
  function send(event: FormEvent) {
    event.preventDefault()
    if (!pending) execute(email)
  }

  return (
    <>
      <form autoComplete="off" aria-busy={pending} onSubmit={send}>
        <label>
          To <input name="to" type="email" required value={email.to} onChange={write} />
        </label>
        <label>
          Subject <input name="subject" required value={email.subject} onChange={write} />
        </label>
        <label>
          Message <textarea name="body" rows={3} required value={email.body} onChange={write} />
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Send e-mail', 'Sending…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {phase === 'queued' && (
          <p>Waiting for the connection. Your e-mail goes out if it is back within ten seconds.</p>
        )}
        {phase === 'running' && <p>Sending to {args.to}…</p>}
        {status === 'success' && <p className="success">Sent to {args.to}.</p>}
        {status === 'error' && <p className="error">{error.message}</p>}
        {status === 'error' && error.delivery === 'unknown' && <p>Ask {args.to} whether it arrived.</p>}
      </div>

      <StateStrip of={action} />
    </>
  )
}
