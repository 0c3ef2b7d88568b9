import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import autoImport from 'unplugin-auto-import/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [
    vue(),
    // The reference components import next to nothing themselves.
    autoImport({
      include: [/\/reference\/\w+\.vue/],
      imports: ['vue', { '@convex-action/vue': ['useConvexAction'], '~/convex/_generated/api': ['api'] }],
      dts: false,
    }),
  ],
  resolve: { alias: { '~': fileURLToPath(new URL('../backend', import.meta.url)) } },
})
