import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Only an app has it: Nuxt makes it.
  resolve: { alias: { '#app': fileURLToPath(new URL('test/app.ts', import.meta.url)) } },
  test: { include: ['test/*.test.ts'], testTimeout: 60_000 },
})
