import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vitest/config'

const onActors = fileURLToPath(new URL('test/on-actors.ts', import.meta.url))

/** Gives the tests stores that run on XState actors, where they ask for any store. */
const actors: Plugin = {
  name: 'on-actors',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source.endsWith('/src/index.js') && importer !== onActors ? onActors : undefined,
}

// The files of a worker share what they load.
const shared = { setupFiles: ['test/setup.ts'], isolate: false, testTimeout: 60_000 }
const wire = 'test/wire/**/*.test.ts'
// They say nothing of how an execution goes, or run the table by themselves.
const withoutStores = [
  'docs',
  'errors-guide',
  'from-convex-action',
  'machine',
  'memory',
  'overflow',
  'package',
  'reference',
  'refusal',
  'types',
  'xstate-guide',
].map((name) => `test/${name}.test.ts`)

export default defineConfig({
  test: {
    // More than there are cores: those over a socket wait most of the time.
    maxWorkers: 3,
    projects: [
      { test: { ...shared, name: 'table', include: ['test/**/*.test.ts'], exclude: [wire] } },
      // By themselves: the timers of a real client must not count where a test holds the time.
      { test: { ...shared, name: 'wire', include: [wire] } },
      {
        plugins: [actors],
        test: {
          ...shared,
          name: 'actors',
          include: ['test/**/*.test.ts'],
          exclude: [wire, 'test/rooms/**', ...withoutStores],
        },
      },
      // What a connection does to an execution, again and again: the other tests over a socket are the client's.
      { plugins: [actors], test: { ...shared, name: 'actors, wire', include: ['test/wire/soak.test.ts'] } },
    ],
  },
})
