import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import autoImport from 'unplugin-auto-import/vite'
import { defineConfig } from 'vite'
import { site } from '../shared/site/plugin.js'

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url))

export default defineConfig({
  plugins: [
    vue(),
    site('vue'),
    // The reference components import next to nothing themselves.
    autoImport({
      include: [/\/reference\/\w+\.vue/],
      imports: [
        'vue',
        {
          '@convex-action/vue': ['useConvexAction', 'useConvexMutation'],
          '~/convex/_generated/api': ['api'],
          [pathOf('../shared/file-to-base64.ts')]: ['fileToBase64'],
          [pathOf('src/purchase.ts')]: ['cardToken', 'cart', 'total'],
        },
      ],
      dts: false,
    }),
  ],
  resolve: { alias: { '~': pathOf('../backend') } },
  build: { rolldownOptions: { input: ['index.html', 'reference.html'] } },
})
