import { type ActionError, createActionStore } from '@convex-action/core'
import { recover } from '@convex-action/core/recovery'
import type { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { describeReport, linkedReport, linkToReport } from '../../shared/report.js'
import { buttonLabel, checking } from '../../shared/waiting.js'
import { find } from './find.js'
import { observer } from './observer.js'
import { showState } from './state-strip.js'
import { currentUser } from './user.js'

/** Lets the form generate a report, and tells how far it is and what became of it. */
export function bindReport(client: ConvexClient): () => void {
  let canceled: ActionError | undefined
  const store = createActionStore(
    api.reports.generate,
    {
      client,
      identity: currentUser,
      callId: 'callId',
      progress: api.reports.progress,
      recovery: recover(api.calls, { remember: 'report' }),
      concurrency: 'drop',
      onExecute: () => {
        canceled = undefined
      },
      onError: (error) => {
        if (error.kind !== 'canceled') return
        canceled = error
        show()
      },
    },
    { observer },
  )

  // The steps are kept by call id, so those of the first try would be shown for the second.
  let isRetried = false
  const form = find('report', HTMLFormElement)
  const month = find('month', HTMLSelectElement)
  const button = find('report-button', HTMLButtonElement)
  const cancel = find('report-cancel', HTMLButtonElement)
  const isAgain = () => {
    const { canRetry, args } = store.getState()
    return canRetry && args?.month === month.value
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // One button all along, never disabled: whoever pressed it keeps the focus.
    if (store.getState().pending) return
    isRetried = isAgain()
    void (isRetried ? store.retry() : store.execute({ month: month.value }))
  })
  cancel.addEventListener('click', () => {
    store.cancel()
    button.focus()
  })

  const link = find('report-link', HTMLParagraphElement)
  const outcome = find('report-outcome', HTMLParagraphElement)
  const file = document.createElement('a')
  const progress = find('report-progress', HTMLLabelElement)
  const step = find('report-step', HTMLSpanElement)
  const bar = find('report-bar', HTMLProgressElement)
  const strip = find('report-state', HTMLDListElement)
  const linked = linkedReport()
  // The server tells it to nobody but the user who asked for it.
  if (linked && currentUser()) void store.resume(linked)
  const end = store.subscribe(show)
  month.addEventListener('change', show)

  return end

  function show(): void {
    const state = store.getState()
    form.ariaBusy = String(state.pending)
    button.ariaDisabled = String(state.pending)
    button.textContent = buttonLabel(state.phase, isAgain() ? 'Try again' : 'Generate report', 'Generating…')
    cancel.hidden = !state.pending
    outcome.className = state.status
    outcome.textContent = describe(state)
    if (state.status === 'success') {
      file.href = state.data.downloadUrl
      file.download = state.data.fileName
      file.textContent = `Download ${state.data.fileName}`
      outcome.after(file)
    } else {
      file.remove()
    }
    const linked = currentUser() && !state.error ? state.callId : undefined
    link.hidden = !linked
    if (linked) link.getElementsByTagName('a')[0]?.setAttribute('href', linkToReport(linked))
    progress.hidden = state.phase !== 'running' && state.phase !== 'checking'
    step.textContent = isRetried ? 'Running again' : (state.progress?.label ?? 'Starting')
    if (state.progress && !isRetried) {
      bar.max = state.progress.of
      bar.value = state.progress.done
    } else {
      bar.removeAttribute('value')
    }
    showState(strip, state)
  }

  function describe({ status, phase, args, data, error }: ReturnType<typeof store.getState>): string {
    if (phase === 'queued') return 'Waiting for the connection. The report starts as soon as it is back.'
    if (phase === 'running') return `Adding up ${args?.month}…`
    if (phase === 'checking') return checking
    if (status === 'success') return describeReport(args?.month, data.rows)
    return (error ?? canceled)?.message ?? ''
  }
}
