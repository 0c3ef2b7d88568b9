import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig, mergeConfig } from 'vitest/config'
import app from './vite.config.js'

export default mergeConfig(
  app,
  defineConfig({
    plugins: [svelteTesting()],
    test: { environment: 'happy-dom', include: ['test/**/*.test.ts'] },
  }),
)
