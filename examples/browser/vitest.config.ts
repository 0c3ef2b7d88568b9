import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const examples = ['vue', 'react', 'svelte', 'vanilla'].filter((name) =>
  existsSync(new URL(`../${name}/vite.config.ts`, import.meta.url)),
)
const settings = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } }
const projects = [
  ...examples.map((example) => ({
    test: { ...settings, name: example, provide: { example }, include: ['test/*.test.ts'] },
  })),
  { test: { ...settings, name: 'demo', include: ['test/demo/*.test.ts'] } },
]

// `EXAMPLE=react npx vitest run` runs one of them.
const { EXAMPLE: chosen } = process.env
if (chosen && !projects.some(({ test }) => test.name === chosen)) {
  throw new Error(`EXAMPLE is one of: ${projects.map(({ test }) => test.name).join(', ')}.`)
}

export default defineConfig({
  test: {
    projects: projects.filter(({ test }) => !chosen || test.name === chosen),
    // They wait for answers most of the time.
    maxWorkers: 3,
  },
})
