import { createInterpreter } from '@convex-action/core/machine'
import { describe, expect, test, vi } from 'vitest'
import type { Case } from './cases/case.js'
import { cases } from './cases/index.js'
import type { Feature, Harness } from './harness.js'

/** Runs a case, and says what it failed with; `undefined` where it did not. */
export async function failureOf(name: string, harness: Harness): Promise<unknown> {
  const found = cases.find((item) => item.name === name)
  if (!found) throw new Error(`There is no case "${name}".`)
  return run(found, harness).then(
    () => undefined,
    (error) => error,
  )
}

/** Whatever a case says on the console is a failure, too: frameworks complain there. */
async function run(item: Case, harness: Harness): Promise<void> {
  const said: unknown[][] = []
  const spies = (['warn', 'error'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((...words) => void said.push(words)),
  )
  try {
    await item.run(harness)
    expect(item.isLoud ? [] : said).toEqual([])
  } finally {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    for (const spy of spies) spy.mockRestore()
  }
}

/** The same components, below a provider whose interpreter runs each execution on an XState actor. */
export function onActors(harness: Harness): Harness {
  const interpreter = createInterpreter()
  return {
    ...harness,
    name: `${harness.name} on actors`,
    mount: (setup) => harness.mount({ ...setup, given: { interpreter, ...setup.given } }),
    mountList: (setup) => harness.mountList({ ...setup, given: { interpreter, ...setup.given } }),
  }
}

const foreign = {
  action: ['outlives its connection'],
  mutation: ['gives up with its connection', 'tries again', 'asks the server'],
} satisfies Record<string, Feature[]>

/** Registers every case as a test. Of one that needs what the harness lacks, the test is that it fails. */
export function testConformance(harness: Harness): void {
  const { name, lacks = [], runs = 'action' } = harness
  const missing: Feature[] = [...lacks, ...foreign[runs]]
  describe(`in ${name}, ${runs === 'action' ? 'an' : 'a'} ${runs}`, () => {
    for (const item of cases) {
      if (!item.needs || !missing.includes(item.needs)) test(item.name, () => run(item, harness))
      else
        test(`nobody ${item.needs}, so this is not so: ${item.name}`, () =>
          expect(run(item, harness)).rejects.toThrow())
    }
  })
}

/** What an adapter can do wrong, and the case that has to notice. */
export const flaws = {
  /** The component's subscription outlives it. */
  'no cleanup': 'an unmounted component leaves no listener behind in a store that is shared',
  /** Results are wrapped or copied, as by a deep `ref` or `$state`. */
  'deep reactivity': 'a result is the very object that the client gave: not copied, not wrapped, not frozen',
  /** What did not change is another object each time that the state is read. */
  'unstable state': 'what did not change stays the same object from render to render',
  /** Rendering again makes a new store. */
  'a store per render': 'rendering again with other options takes nothing from what runs',
  /** The state is read once, the subscription begins later, and nobody looks what happened in between. */
  'read before subscribe': 'a change made just before the component subscribes is shown',
} as const

/** Registers a test for each way of breaking an adapter: the case that is named above has to fail. */
export function testFlaws(broken: Record<keyof typeof flaws, Harness>): void {
  describe('the suite catches an adapter with', () => {
    for (const [flaw, name] of Object.entries(flaws) as [keyof typeof flaws, string][])
      test(flaw, async () =>
        expect(await failureOf(name, broken[flaw])).toMatchObject({ name: 'AssertionError' }),
      )
  })
}
