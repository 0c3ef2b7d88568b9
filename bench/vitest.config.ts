import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One of them loads React and a page.
    testTimeout: 60_000,
  },
})
