import { fileURLToPath } from 'node:url'
import { testApp } from '@convex-action/example-ssr'

testApp({
  root: fileURLToPath(new URL('..', import.meta.url)),
  build: ['node_modules/vite/bin/vite.js', 'build'],
  start: ['build/index.js'],
  urlName: 'PUBLIC_CONVEX_URL',
})
