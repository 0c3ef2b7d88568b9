import { defineConfig } from 'vitest/config'

// Builds take long.
export default defineConfig({ test: { testTimeout: 600_000, expect: { poll: { timeout: 20_000 } } } })
