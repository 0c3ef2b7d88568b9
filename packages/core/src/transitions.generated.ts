// Written by `pnpm generate` from machine.ts: the next state and the effects of every (state, event).
export const transitions = {
  idle: {
    execute: ['queued', ['startTimeout', 'watchConnection', 'awaitConnection']],
  },
  queued: {
    resolve: ['success', ['stopAwaiting', 'unwatchConnection', 'stopTimeout', 'settle']],
    reject: ['error', ['stopAwaiting', 'unwatchConnection', 'stopTimeout', 'settle']],
    connected: ['running', ['stopAwaiting', 'send']],
  },
  success: {},
  error: {},
  running: {
    resolve: ['success', ['unwatchConnection', 'stopTimeout', 'settle']],
    reject: ['error', ['unwatchConnection', 'stopTimeout', 'settle']],
    retry: ['retrying', ['startBackoff']],
  },
  retrying: {
    resolve: ['success', ['stopBackoff', 'unwatchConnection', 'stopTimeout', 'settle']],
    reject: ['error', ['stopBackoff', 'unwatchConnection', 'stopTimeout', 'settle']],
    retryDue: ['queued', ['stopBackoff', 'awaitConnection']],
  },
} as const
