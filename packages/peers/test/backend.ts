import { functionsFolder } from '@convex-action/example-backend'
import { createLocalBackend, loadModules } from '@convex-action/local-backend'
import type { TestProject } from 'vitest/node'
import type {} from './reports.js'

/** Runs a server beside the tests: in happy-dom, which they run in, none can. */
export default async function setup(project: TestProject) {
  process.env.REPORT_STEP_MS = '5'
  const modules = await loadModules(functionsFolder)
  // Loaded now: what Vite does on the way would else be taken for a part of the function that was called.
  for (const [path, load] of Object.entries(modules)) {
    const loaded = await load()
    modules[path] = async () => loaded
  }
  const backend = await createLocalBackend({ modules })
  project.provide('backendUrl', backend.url)
  return () => backend.close()
}
