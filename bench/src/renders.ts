import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'
import type { Results } from './results.js'

const config = fileURLToPath(new URL('../renders/vitest.config.ts', import.meta.url))

/** How often each adapter's component is rendered for one execution, counted in a DOM. */
export async function countRenders(): Promise<Results['renders']> {
  const vitest = await startVitest('test', [], { config, watch: false, reporters: ['minimal'] })
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  await vitest.close()
  return tests.map((test) => {
    const { renders } = test.meta() as { renders?: number }
    if (renders === undefined) throw new Error(`The renders of "${test.name}" could not be counted.`)
    return { name: test.name, renders }
  })
}
