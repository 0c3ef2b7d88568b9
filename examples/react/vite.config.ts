import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { site } from '../shared/site/plugin.js'

export default defineConfig({
  plugins: [react(), site('react')],
  resolve: { alias: { '~': fileURLToPath(new URL('../backend', import.meta.url)) } },
})
