import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // React and a page are loaded in one.
    testTimeout: 60_000,
  },
})
