import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A slow machine fails no test: each waits for what it is about.
    testTimeout: 30_000,
    typecheck: { enabled: false },
  },
})
