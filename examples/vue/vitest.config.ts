import { defineConfig, mergeConfig } from 'vitest/config'
import app from './vite.config.js'

export default mergeConfig(
  app,
  defineConfig({
    test: {
      include: ['test/**/*.test.ts'],
      provide: { example: 'vue' },
      testTimeout: 20_000,
      hookTimeout: 60_000,
    },
  }),
)
