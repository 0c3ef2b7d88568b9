import { fileURLToPath } from 'node:url'
import { defineProject } from 'vitest/config'

const peers = ['convex', 'convex-svelte', 'react', 'react-dom', 'svelte', 'vue']
const libraries = ['@testing-library/react', '@testing-library/svelte', '@vue/test-utils']

/** The tests of one fixture. Whoever asks for a peer gets the fixture's own, our packages as they are published too. */
export function fixture(adapter: 'react' | 'svelte' | 'vue') {
  return defineProject({
    resolve: {
      dedupe: [...peers, ...libraries],
      // The adapter's own tests are of its sources.
      alias: [
        {
          find: /^(\.\.\/)+src\/index\.js$/,
          replacement: fileURLToPath(new URL(`../${adapter}/dist/index.js`, import.meta.url)),
        },
      ],
    },
    test: {
      environment: 'happy-dom',
      // The files of a worker share one happy-dom and what they load.
      isolate: false,
      include: ['*.test.{ts,tsx}'],
    },
  })
}
