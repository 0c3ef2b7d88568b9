import { createLocalBackend, loadModules } from '@convex-action/local-backend'
import { ConvexClient } from 'convex/browser'
import { onTestFinished, vi } from 'vitest'
import { functionsFolder, startServices } from '../index.js'

const modules = await loadModules(functionsFolder)
const silent = { logVerbose() {}, log() {}, warn() {}, error() {} }

/** The whole example on this machine, for the running test: services, server, one real client. */
export async function startExample(environment: Record<string, string> = {}) {
  const services = await startServices()
  const backend = await createLocalBackend({ modules })
  for (const [name, value] of Object.entries({
    ...services.environment,
    REPORT_STEP_MS: '5',
    ...environment,
  })) {
    vi.stubEnv(name, value)
  }
  const connect = () => {
    const client = new ConvexClient(backend.url, { logger: silent, unsavedChangesWarning: false })
    onTestFinished(() => client.close())
    return client
  }
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await backend.close()
    await services.close()
  })
  return { backend, services, client: connect(), connect }
}
