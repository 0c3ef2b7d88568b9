import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The files of a worker share what they load.
    isolate: false,
    // A slow machine fails no test: each waits for what it is about.
    testTimeout: 60_000,
    // More than there are cores: those over a socket wait most of the time.
    maxWorkers: 3,
  },
})
