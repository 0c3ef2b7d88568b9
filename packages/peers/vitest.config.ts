import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'test/backend.ts',
    projects: [
      'fixtures/*/vitest.config.ts',
      { test: { name: 'types', include: ['test/*.test.ts'], testTimeout: 60_000, isolate: false } },
    ],
  },
})
