import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { layOut } from './chart.js'

export default defineConfig(async () => ({
  plugins: [vue()],
  // The page gets the picture, and neither XState nor what lays it out.
  define: { __CHART__: JSON.stringify(await layOut()) },
}))
