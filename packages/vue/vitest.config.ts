import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'happy-dom',
    globalSetup: 'test/backend.ts',
    include: ['test/**/*.test.ts'],
    // They share a server, and some cut its connections.
    fileParallelism: false,
  },
})
