import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { site } from '../shared/site/plugin.js'

export default defineConfig({
  plugins: [svelte({ configFile: false }), site('svelte')],
  resolve: { alias: { '~': fileURLToPath(new URL('../backend', import.meta.url)) } },
})
