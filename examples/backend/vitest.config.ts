import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Generous, so that a slow machine fails no test: each test waits for a specific event.
    testTimeout: 30_000,
    // Each test has its own server, so test files can share what a worker has loaded.
    isolate: false,
  },
})
