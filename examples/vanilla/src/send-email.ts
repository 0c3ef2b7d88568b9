import { createActionStore } from '@convex-action/core'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { showState } from './state-strip.js'
import { currentUser, onUserChange } from './user.js'

/** Lets the form send an e-mail, and tells what became of it. */
export function bindEmail(client: ConvexClient): void {
  const store = createActionStore(
    api.emails.send,
    { client, identity: currentUser, timeout: 10_000 },
    { observer },
  )
  onUserChange(store.identify)

  const form = find('email', HTMLFormElement)
  const to = find('to', HTMLInputElement)
  const subject = find('subject', HTMLInputElement)
  const body = find('body', HTMLTextAreaElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // The button is not disabled meanwhile: it would lose the focus.
    if (store.getState().pending) return
    void store.execute({ to: to.value, subject: subject.value, body: body.value })
  })

  const button = find('email-button', HTMLButtonElement)
  const outcome = find('email-outcome', HTMLParagraphElement)
  const advice = find('email-advice', HTMLParagraphElement)
  const strip = find('email-state', HTMLDListElement)
  store.subscribe((state) => {
    const { pending, phase, status, error, args } = state
    form.ariaBusy = String(pending)
    button.ariaDisabled = String(pending)
    button.textContent = buttonLabel(phase, 'Send e-mail', 'Sending…')
    outcome.className = status
    outcome.textContent = describe(state)
    advice.textContent = error?.delivery === 'unknown' ? `Ask ${args?.to} whether it arrived.` : ''
    showState(strip, state)
  })

  function describe({ status, phase, args, error }: ReturnType<typeof store.getState>): string {
    if (phase === 'queued')
      return 'Waiting for the connection. Your e-mail goes out if it is back within ten seconds.'
    if (phase === 'running') return `Sending to ${args.to}…`
    if (status === 'success') return `Sent to ${args.to}.`
    return error?.message ?? ''
  }
}
