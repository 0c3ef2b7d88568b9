import { createLocalBackend } from '@convex-action/local-backend'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    backendUrl: string
  }
}

/** Runs a server beside the tests: in happy-dom, which they run in, none can. */
export default async function setup(project: TestProject) {
  const backend = await createLocalBackend({
    modules: { './emails.ts': () => import('./convex/emails.js') },
    control: true,
  })
  project.provide('backendUrl', backend.url)
  return () => backend.close()
}
