import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  resolve: { alias: { '~': fileURLToPath(new URL('../backend', import.meta.url)) } },
})
