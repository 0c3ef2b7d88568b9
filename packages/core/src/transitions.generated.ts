// Written by `pnpm generate` from machine.ts: the next state and the effects of every (state, event).
export type EffectName =
  | 'startTimeout'
  | 'watchConnection'
  | 'watchProgress'
  | 'awaitConnection'
  | 'unwatchProgress'
  | 'unwatchConnection'
  | 'stopTimeout'
  | 'settle'
  | 'send'
  | 'startBackoff'
  | 'startJudgement'
  | 'stopBackoff'
  | 'stopJudgement'

/** The phase of each state; those that have one are pending, and any other is called as its status. */
export const phases = {
  idle: undefined,
  queued: 'queued',
  success: undefined,
  error: undefined,
  sent: 'running',
  retrying: 'retrying',
  lost: 'running',
} as const

export type StateName = keyof typeof phases
export type EventName = 'execute' | 'resolve' | 'reject' | 'connected' | 'retry' | 'lose' | 'retryDue'

/** For each state, what follows an event: the next state, and what is done. */
export type Table<Effect> = Record<
  StateName,
  Partial<Record<EventName, readonly [next: StateName, effects: readonly Effect[]]>>
>

export function tabulate<Effect>(effects: Record<EffectName, Effect>): Table<Effect> {
  const {
    startTimeout,
    watchConnection,
    watchProgress,
    awaitConnection,
    unwatchProgress,
    unwatchConnection,
    stopTimeout,
    settle,
    send,
    startBackoff,
    startJudgement,
    stopBackoff,
    stopJudgement,
  } = effects
  return {
    idle: {
      execute: ['queued', [startTimeout, watchConnection, watchProgress, awaitConnection]],
    },
    queued: {
      resolve: ['success', [unwatchProgress, unwatchConnection, stopTimeout, settle]],
      reject: ['error', [unwatchProgress, unwatchConnection, stopTimeout, settle]],
      connected: ['sent', [send]],
    },
    success: {},
    error: {},
    sent: {
      resolve: ['success', [unwatchProgress, unwatchConnection, stopTimeout, settle]],
      reject: ['error', [unwatchProgress, unwatchConnection, stopTimeout, settle]],
      retry: ['retrying', [startBackoff]],
      lose: ['lost', [startJudgement]],
    },
    retrying: {
      resolve: ['success', [stopBackoff, unwatchProgress, unwatchConnection, stopTimeout, settle]],
      reject: ['error', [stopBackoff, unwatchProgress, unwatchConnection, stopTimeout, settle]],
      retryDue: ['queued', [stopBackoff, awaitConnection]],
    },
    lost: {
      resolve: ['success', [stopJudgement, unwatchProgress, unwatchConnection, stopTimeout, settle]],
      reject: ['error', [stopJudgement, unwatchProgress, unwatchConnection, stopTimeout, settle]],
      retry: ['retrying', [stopJudgement, startBackoff]],
    },
  }
}
