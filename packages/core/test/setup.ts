import { afterEach } from 'vitest'

/** The interval in which a store checks whether a client without a connection is alive. */
const poll = 50

interface Watched {
  /** Real timers of stores that wait for a connection. */
  timersOfStores?: Set<NodeJS.Timeout>
}

/** Tracks the timers of stores. Fake timers of `vi.useFakeTimers` need no tracking. */
function follow(): Set<NodeJS.Timeout> {
  const timers = new Set<NodeJS.Timeout>()
  const { setTimeout: start, clearTimeout: stop } = globalThis
  globalThis.setTimeout = Object.assign((run: () => void, delay?: number) => {
    if (delay !== poll) return start(run, delay)
    const timer = start(() => {
      timers.delete(timer)
      run()
    }, delay)
    timers.add(timer)
    return timer
  }, start) as typeof start
  globalThis.clearTimeout = (timer) => {
    timers.delete(timer as NodeJS.Timeout)
    stop(timer)
  }
  return timers
}

// This file runs once per test file, even if test files share a worker.
const shared = globalThis as Watched
shared.timersOfStores ??= follow()
const timers = shared.timersOfStores

afterEach(() => {
  const areLeft = timers.size > 0
  for (const timer of timers) clearTimeout(timer)
  if (areLeft)
    throw new Error(
      'This test leaves an execution that waits for a connection. It would go on in other tests: cancel it.',
    )
})
