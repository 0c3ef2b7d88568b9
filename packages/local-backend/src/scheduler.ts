import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Internals } from './convex-test-internals.js'
import { Timers } from './timers.js'

/** Runs a callback outside the current function. */
export type Outside = ReturnType<typeof AsyncLocalStorage.snapshot>

/** Lets the timers of scheduled functions end together. Returns the timers. */
export function watchScheduler(internals: Internals, outside: Outside): Timers {
  const scheduled = new Timers()
  const { asyncSyscall } = internals
  internals.asyncSyscall = (operation, jsonArgs) => {
    if (operation !== '1.0/schedule') return asyncSyscall(operation, jsonArgs)
    // convex-test starts the timer of a scheduled function synchronously, so the timers are replaced for that moment.
    const restore = outside(() => {
      const { setTimeout } = globalThis
      globalThis.setTimeout = ((callback: () => void, milliseconds: number) =>
        scheduled.after(milliseconds, () => outside(callback))) as typeof setTimeout
      return () => {
        globalThis.setTimeout = setTimeout
      }
    })
    try {
      return asyncSyscall(operation, jsonArgs)
    } finally {
      outside(restore)
    }
  }
  return scheduled
}
