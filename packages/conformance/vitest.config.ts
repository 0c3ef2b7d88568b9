import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Nothing here needs a process of its own, and a forked worker once waited for its first message for ever, on a machine that was
    // busy with eight other suites.
    pool: 'threads',
  },
})
