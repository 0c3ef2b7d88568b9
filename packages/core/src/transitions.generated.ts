// Written by `pnpm generate` from action-machine.ts: the next state and the effects of every (state, event).
/** The names of all effects. */
export const effectNames = [
  'startTimeout',
  'watchConnection',
  'watchProgress',
  'awaitConnection',
  'startChecking',
  'unwatchProgress',
  'unwatchConnection',
  'stopTimeout',
  'settle',
  'send',
  'stopChecking',
  'startBackoff',
  'startJudgement',
  'stopBackoff',
  'stopJudgement',
] as const

/** The name of an effect of the machine. */
export type EffectName = (typeof effectNames)[number]

/** The phase of each pending state, and undefined for the other states. Those have the same name as their status. */
export const phases = {
  idle: undefined,
  queued: 'queued',
  checking: 'checking',
  success: undefined,
  error: undefined,
  sent: 'running',
  retrying: 'retrying',
  lost: 'running',
} as const

/** The name of an innermost state of the machine. */
export type StateName = keyof typeof phases
/** The name of an event of the machine. */
export type EventName = 'execute' | 'resume' | 'resolve' | 'reject' | 'connected' | 'retry' | 'check' | 'lose' | 'retryDue'

/** The answer to an event: the next state and the effects to run. */
type Answer = readonly [next: StateName, effects: readonly EffectName[]]

/** The answer to each event in each state. An event that is missing changes nothing. */
export const transitions: Record<StateName, Partial<Record<EventName, Answer>>> = {
  idle: {
    execute: ['queued', ['startTimeout', 'watchConnection', 'watchProgress', 'awaitConnection']],
    resume: ['checking', ['startTimeout', 'watchConnection', 'watchProgress', 'startChecking']],
  },
  queued: {
    resolve: ['success', ['unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    reject: ['error', ['unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    connected: ['sent', ['send']],
  },
  checking: {
    resolve: ['success', ['stopChecking', 'unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    reject: ['error', ['stopChecking', 'unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    retry: ['retrying', ['stopChecking', 'startBackoff']],
  },
  success: {},
  error: {},
  sent: {
    resolve: ['success', ['unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    reject: ['error', ['unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    retry: ['retrying', ['startBackoff']],
    check: ['checking', ['startChecking']],
    lose: ['lost', ['startJudgement']],
  },
  retrying: {
    resolve: ['success', ['stopBackoff', 'unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    reject: ['error', ['stopBackoff', 'unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    retryDue: ['queued', ['stopBackoff', 'awaitConnection']],
  },
  lost: {
    resolve: ['success', ['stopJudgement', 'unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    reject: ['error', ['stopJudgement', 'unwatchProgress', 'unwatchConnection', 'stopTimeout', 'settle']],
    retry: ['retrying', ['stopJudgement', 'startBackoff']],
    check: ['checking', ['stopJudgement', 'startChecking']],
  },
}
