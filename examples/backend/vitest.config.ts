import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A slow machine fails no test: each waits for what it is about.
    testTimeout: 30_000,
    // Each test has a server of its own, so the files can share what a worker has loaded.
    isolate: false,
  },
})
