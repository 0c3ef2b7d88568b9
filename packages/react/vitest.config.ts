import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'happy-dom',
    globalSetup: 'test/backend.ts',
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
  },
})
