import { createLocalBackend } from '@convex-action/local-backend'
import type { TestProject } from 'vitest/node'
import * as orders from './convex/orders.js'

declare module 'vitest' {
  interface ProvidedContext {
    backendUrl: string
  }
}

/** Runs a server beside the tests: in happy-dom, which they run in, none can. */
export default async function setup(project: TestProject) {
  const backend = await createLocalBackend({
    modules: { './orders.ts': async () => orders },
    control: true,
  })
  project.provide('backendUrl', backend.url)
  return () => backend.close()
}
