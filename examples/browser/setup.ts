import type { TestProject } from 'vitest/node'
import type {} from './example.js'
import { serveBuilt } from './pages.js'

/** For vitest's `globalSetup`: one production build of each example, for all tests of a run. */
export default async function setup(project: TestProject) {
  const { examples = [] } = project.config.provide
  // Vitest's `test` would make them development builds.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  const served = await Promise.all(examples.map(serveBuilt))
  process.env.NODE_ENV = NODE_ENV
  project.provide('pages', Object.fromEntries(served.map(({ example, url }) => [example, url])))
  return () => Promise.all(served.map(({ close }) => close()))
}
