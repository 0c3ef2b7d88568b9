import { fileURLToPath } from 'node:url'
import type { Setup } from './app.js'

const rootOf = (folder: string) => fileURLToPath(new URL(`../${folder}`, import.meta.url))

/** How each app is built and started, by its folder below `examples`. */
export const setups = {
  nuxt: {
    root: rootOf('nuxt'),
    build: ['node_modules/nuxt/bin/nuxt.mjs', 'build'],
    start: ['.output/server/index.mjs'],
    urlName: 'NUXT_PUBLIC_CONVEX_URL',
  },
  next: {
    root: rootOf('next'),
    build: ['node_modules/next/dist/bin/next', 'build'],
    start: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1'],
    urlName: 'NEXT_PUBLIC_CONVEX_URL',
  },
  sveltekit: {
    root: rootOf('sveltekit'),
    build: ['node_modules/vite/bin/vite.js', 'build'],
    start: ['build/index.js'],
    urlName: 'PUBLIC_CONVEX_URL',
  },
} satisfies Record<string, Setup>
