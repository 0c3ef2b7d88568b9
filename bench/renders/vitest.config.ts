import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

// Runs like the tests of the adapters: in a DOM, with the real components.
export default defineConfig({
  plugins: [svelte({ configFile: false }), svelteTesting()],
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    environment: 'happy-dom',
    include: ['*.test.ts'],
  },
})
