/** What a pending action does; `undefined` where none is pending. */
export type Phase = 'queued' | 'running' | 'checking' | 'retrying' | undefined

/** What a page says while the server is asked what became of a call whose connection was lost. */
export const checking = 'Checking what happened…'

/** What a button says: `busy` only while something is sent, and `idle` where nothing is pending. */
export function buttonLabel(phase: Phase, idle: string, busy: string): string {
  if (!phase) return idle
  if (phase === 'checking') return 'Checking…'
  return phase === 'running' ? busy : 'Waiting…'
}

/** Why a pending action is not running; empty where it runs. `attempt`: which try is under way, from 1. */
export function whyWaiting(phase: Phase, attempt: number): string {
  if (phase === 'checking') return checking
  if (phase === 'retrying') return 'The connection was lost. Asking again in a moment…'
  if (phase !== 'queued') return ''
  return attempt > 1
    ? 'The connection was lost. Asking again as soon as it is back…'
    : 'Waiting for the connection.'
}
