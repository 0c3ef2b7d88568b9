import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineProject } from 'vitest/config'

/** The tests of one fixture. Whoever asks for a peer gets the fixture's own, our packages as they are published too. */
export function fixture(adapter: string, config: string, test: object = {}) {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', config), 'utf8'))
  return defineProject({
    resolve: {
      dedupe: Object.keys(dependencies),
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
      ...test,
    },
  })
}
