import { createLocalBackend, createTestIssuer } from '@convex-action/local-backend'
import type { TestProject } from 'vitest/node'
import * as orders from './convex/orders.js'

declare module 'vitest' {
  interface ProvidedContext {
    backendUrl: string
    /** The token of each user. */
    tokens: { ada: string; bob: string }
  }
}

/** Runs a server in a separate process, because the tests run in happy-dom, where a server cannot run. */
export default async function setup(project: TestProject) {
  const issuer = await createTestIssuer()
  const backend = await createLocalBackend({
    modules: { './orders.ts': async () => orders },
    auth: issuer,
    control: true,
  })
  project.provide('backendUrl', backend.url)
  project.provide('tokens', { ada: await issuer.token('ada'), bob: await issuer.token('bob') })
  return () => backend.close()
}
