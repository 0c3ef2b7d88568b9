import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const rankOf = ({ moduleId }: TestSpecification) =>
  /\/(hostile|loops|identity)\./.test(moduleId) ? 2 : moduleId.includes('/rooms/') ? 0 : 1

/** Small tests come first, and long ones last: a mutant is done with at the first test that notices it. */
class SmallFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    return [...files].sort((one, other) => rankOf(one) - rankOf(other))
  }
}

/** The tests that `npm run mutate` asks. Those over a real socket take too long to be asked a thousand times. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      'test/{docs,machine,memory,package,reference,sequences,testing,xstate-guide}.test.ts',
      'test/wire/**',
    ],
    // The files of a run share what they load; each mutant has a run, and a worker, of its own.
    isolate: false,
    sequence: { sequencer: SmallFirst },
    // A test that is only slow, on a busy machine, notices nothing.
    testTimeout: 20_000,
  },
})
