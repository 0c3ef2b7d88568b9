import { defineConfig, mergeConfig } from 'vitest/config'
import app from './vite.config.js'

export default mergeConfig(
  app,
  defineConfig({
    test: {
      // Those in `test/browser` run with the browser suite.
      include: ['test/*.test.ts'],
    },
  }),
)
