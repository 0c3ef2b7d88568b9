import { functionsFolder } from '@convex-action/example-backend'
import { createLocalBackend, loadModules } from '@convex-action/local-backend'
import type { TestProject } from 'vitest/node'
import type {} from './reports.js'

/** Runs the server in a separate process, because the tests run in happy-dom, where a server cannot run. */
export default async function setup(project: TestProject) {
  process.env.REPORT_STEP_MS = '5'
  const modules = await loadModules(functionsFolder)
  // Load the modules now. Otherwise Vite's output during loading would count as output of the called function.
  for (const [path, load] of Object.entries(modules)) {
    const loaded = await load()
    modules[path] = async () => loaded
  }
  const backend = await createLocalBackend({ modules })
  project.provide('backendUrl', backend.url)
  return () => backend.close()
}
