import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { site } from '../shared/site/plugin.js'

export default defineConfig({
  plugins: [site('vanilla')],
  resolve: { alias: { '~': fileURLToPath(new URL('../backend', import.meta.url)) } },
})
