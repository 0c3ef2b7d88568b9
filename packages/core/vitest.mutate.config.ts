import { configDefaults, defineConfig } from 'vitest/config'

/** The tests that `npm run mutate` asks. Those over a real socket take too long to be asked a thousand times. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      'test/{docs,machine,memory,package,reference,sequences,testing}.test.ts',
      'test/wire/**',
    ],
    // The files of a run share what they load; each mutant has a run, and a worker, of its own.
    isolate: false,
  },
})
