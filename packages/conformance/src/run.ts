import { createInterpreter } from '@convex-action/core/machine'
import { describe, expect, test, vi } from 'vitest'
import type { Case } from './cases/case.js'
import { cases } from './cases/index.js'
import type { Feature, Harness } from './harness.js'

/** Runs a case and returns its failure, or `undefined` if it passes. */
export async function failureOf(name: string, harness: Harness): Promise<unknown> {
  const found = cases.find((item) => item.name === name)
  if (!found) throw new Error(`There is no case "${name}".`)
  return run(found, harness).then(
    () => undefined,
    (error) => error,
  )
}

/** Frameworks complain on the console, so any output there is a failure. */
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

/** The same components below a provider whose interpreter runs each execution on an XState actor. */
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

/** Registers each case as a test. If the harness lacks what a case needs, the test is that the case fails. */
export function testConformance(harness: Harness): void {
  const { name, lacks = [], runs = 'action' } = harness
  const missing: Feature[] = [...lacks, ...foreign[runs]]
  describe(`in ${name}, ${runs === 'action' ? 'an' : 'a'} ${runs}`, () => {
    for (const item of cases) {
      if (!item.needs || !missing.includes(item.needs)) test(item.name, () => run(item, harness))
      else
        test(`fails, because nothing ${item.needs}: ${item.name}`, () =>
          expect(run(item, harness)).rejects.toThrow())
    }
  })
}

/** Mistakes that an adapter can make, and the case that must notice each. */
export const flaws = {
  /** The subscription outlives the component. */
  'no cleanup': 'an unmounted component leaves no listener behind in a shared store',
  /** Results are wrapped or copied, as a deep `ref` or `$state` does. */
  'deep reactivity': 'a result is the object that the client returned: not copied, not wrapped, not frozen',
  /** Each read of the state returns new objects for fields that did not change. */
  'unstable state': 'unchanged values stay the same objects from render to render',
  /** Each render creates a new store. */
  'a store per render': 'rendering again with other options does not affect a running execution',
  /** The state is read once and the subscription begins later, so a change in between is missed. */
  'read before subscribe': 'a change made just before the component subscribes is shown',
} as const

/** Registers a test for each mistake: the case that must notice it has to fail. */
export function testFlaws(broken: Record<keyof typeof flaws, Harness>): void {
  describe('the suite catches an adapter with', () => {
    for (const [flaw, name] of Object.entries(flaws) as [keyof typeof flaws, string][])
      test(flaw, async () =>
        expect(await failureOf(name, broken[flaw])).toMatchObject({ name: 'AssertionError' }),
      )
  })
}
