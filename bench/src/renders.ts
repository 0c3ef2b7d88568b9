import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'
import type { Results } from './results.js'

// The Svelte plugins look for Svelte packages in the package.json of this folder.
const root = fileURLToPath(new URL('..', import.meta.url))

/** Counts in a DOM how often the component of each adapter renders for one execution. */
export async function countRenders(): Promise<Results['renders']> {
  const vitest = await startVitest('test', [], {
    root,
    config: 'renders/vitest.config.ts',
    watch: false,
    reporters: ['minimal'],
  })
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  await vitest.close()
  // The tests end in no fixed order.
  tests.sort((a, b) => a.name.localeCompare(b.name))
  return tests.map((test) => {
    const { renders } = test.meta() as { renders?: number }
    if (renders === undefined) throw new Error(`The renders of "${test.name}" could not be counted.`)
    return { name: test.name, renders }
  })
}
