import { fileURLToPath } from 'node:url'
import { testApp } from '@convex-action/example-ssr'

testApp({
  root: fileURLToPath(new URL('..', import.meta.url)),
  build: ['node_modules/next/dist/bin/next', 'build'],
  start: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1'],
  urlName: 'NEXT_PUBLIC_CONVEX_URL',
})
