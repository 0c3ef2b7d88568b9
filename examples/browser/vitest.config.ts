import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { frameworks } from '../shared/frameworks.js'

/** The parts of the suite: where the tests are, below `examples`, and whose pages they open. */
const parts: Record<string, { include: string; examples: string[] }> = {
  ...Object.fromEntries(
    frameworks.map((name) => [name, { include: 'browser/test/screen', examples: [name] }]),
  ),
  once: { include: 'browser/test/once', examples: frameworks },
  demo: { include: 'browser/test/demo', examples: [] },
  reference: { include: 'vue/test/browser', examples: ['vue'] },
  landing: { include: 'landing/test', examples: ['landing'] },
  gallery: { include: 'gallery/test', examples: ['gallery'] },
}

// `EXAMPLE=react npx vitest run` runs one of them.
const { EXAMPLE: chosen } = process.env
const run = Object.entries(parts).filter(([name]) => !chosen || name === chosen)
if (!run.length) throw new Error(`EXAMPLE is one of: ${Object.keys(parts).join(', ')}.`)

/** Starts the files that take longest first, so that no worker is left alone with them. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => /(demo|look|cards)\.test\.ts$/.test(moduleId)
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    dir: fileURLToPath(new URL('..', import.meta.url)),
    include: run.map(([, { include }]) => `${include}/*.test.ts`),
    provide: { examples: [...new Set(run.flatMap(([, { examples }]) => examples))] },
    globalSetup: 'setup.ts',
    // A worker loads Playwright and the backend once. Each test has its own backend and services.
    isolate: false,
    // More than there are cores: the tests wait for answers most of the time.
    maxWorkers: 4,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
