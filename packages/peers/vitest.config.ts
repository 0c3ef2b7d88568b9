import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'test/backend.ts',
    projects: [
      'fixtures/*/vitest.config.ts',
      // Packing, installing and compiling take minutes where the machine does much else.
      {
        test: {
          name: 'types',
          include: ['test/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          isolate: false,
        },
      },
    ],
  },
})
