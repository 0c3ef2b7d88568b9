import { defineConfig, mergeConfig } from 'vitest/config'
import app from './vite.config.js'

export default mergeConfig(
  app,
  defineConfig({
    test: { environment: 'happy-dom', include: ['test/**/*.test.{ts,tsx}'] },
  }),
)
