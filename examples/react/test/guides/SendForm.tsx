import { useConvexAction } from '@convex-action/react'
import { useFormStatus } from 'react-dom'
import { api } from '~/convex/_generated/api'

export function SendForm() {
  const { execute, status, args, error } = useConvexAction(api.emails.send, { concurrency: 'drop' })

  async function send(form: FormData) {
    const email = { to: String(form.get('to')), subject: 'Hello', body: String(form.get('body')) }
    await execute(email).catch(() => {})
  }

  return (
    <form action={send}>
      <label>
        To <input name="to" type="email" defaultValue={error ? args?.to : ''} required />
      </label>
      <label>
        Message <textarea name="body" defaultValue={error ? args?.body : ''} required />
      </label>
      <SendButton />
      <p aria-live="polite">{status === 'success' ? `Sent to ${args.to}.` : error?.message}</p>
    </form>
  )
}

function SendButton() {
  const { pending } = useFormStatus()
  return <button type="submit">{pending ? 'Sending…' : 'Send'}</button>
}
