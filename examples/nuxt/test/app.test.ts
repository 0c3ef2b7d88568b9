import { fileURLToPath } from 'node:url'
import { testApp } from '@convex-action/example-ssr'

testApp({
  root: fileURLToPath(new URL('..', import.meta.url)),
  build: ['node_modules/nuxt/bin/nuxt.mjs', 'build'],
  start: ['.output/server/index.mjs'],
  urlName: 'NUXT_PUBLIC_CONVEX_URL',
})
