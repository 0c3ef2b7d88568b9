import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

// What is counted here runs as the tests of the adapters do: in a DOM, with the real components.
export default defineConfig({
  plugins: [svelte({ configFile: false }), svelteTesting()],
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    environment: 'happy-dom',
    include: ['*.test.ts'],
  },
})
