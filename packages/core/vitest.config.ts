import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // More than there are cores: those over a socket wait most of the time.
    maxWorkers: 3,
  },
})
