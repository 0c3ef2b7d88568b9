import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Each test has a server of its own, so the files can share what a worker has loaded.
    isolate: false,
  },
})
