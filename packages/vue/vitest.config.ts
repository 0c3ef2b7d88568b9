import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // A slow machine fails no test: each waits for what it is about.
    testTimeout: 30_000,
    environment: 'happy-dom',
    // The files of a worker share one happy-dom and what they load.
    isolate: false,
    globalSetup: 'test/backend.ts',
    include: ['test/**/*.test.ts'],
    // They share a server, and some cut its connections.
    fileParallelism: false,
  },
})
