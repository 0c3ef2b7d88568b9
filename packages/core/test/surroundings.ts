import { afterEach, beforeEach, vi } from 'vitest'

/** Stops the clock in each test of a file. Time passes only when the test says so. */
export function holdTime(): void {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
}

/** Runs everything that is due while `holdTime` holds the clock, and its consequences. */
export const settle = () => vi.advanceTimersByTimeAsync(1)

/** Collects what the store reports. The list is empty at the start of each test. */
export function catchReports(): unknown[] {
  const reported: unknown[] = []
  beforeEach(() => {
    reported.length = 0
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  })
  afterEach(() => void vi.unstubAllGlobals())
  return reported
}
