import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'happy-dom',
    // The files of a worker share one happy-dom and what they load.
    isolate: false,
    globalSetup: 'test/backend.ts',
    setupFiles: 'test/setup.tsx',
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
  },
})
