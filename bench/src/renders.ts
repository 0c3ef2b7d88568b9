import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'
import type { Results } from './results.js'

// Its plugins look into the package.json there for what is Svelte's.
const root = fileURLToPath(new URL('..', import.meta.url))

/** How often each adapter's component is rendered for one execution, counted in a DOM. */
export async function countRenders(): Promise<Results['renders']> {
  const vitest = await startVitest('test', [], {
    root,
    config: 'renders/vitest.config.ts',
    watch: false,
    reporters: ['minimal'],
  })
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  await vitest.close()
  // They end in no certain order.
  tests.sort((a, b) => a.name.localeCompare(b.name))
  return tests.map((test) => {
    const { renders } = test.meta() as { renders?: number }
    if (renders === undefined) throw new Error(`The renders of "${test.name}" could not be counted.`)
    return { name: test.name, renders }
  })
}
