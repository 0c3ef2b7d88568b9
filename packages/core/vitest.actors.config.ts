import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import config from './vitest.config.js'

const onActors = fileURLToPath(new URL('test/on-actors.ts', import.meta.url))

/** The same tests, with stores that run on XState actors instead of the table. */
export default defineConfig({
  ...config,
  plugins: [
    {
      name: 'on-actors',
      enforce: 'pre',
      resolveId: (source, importer) =>
        source.endsWith('/src/index.js') && importer !== onActors ? onActors : undefined,
    },
  ],
})
