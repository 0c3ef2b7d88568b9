import { fileURLToPath } from 'node:url'
import {
  createLocalBackend,
  type LocalBackend,
  type LocalBackendOptions,
  loadAuth,
  loadComponents,
  loadModules,
} from '@convex-action/local-backend'
import { internal } from './convex/_generated/api.js'
import { type Services, startServices } from './services/index.js'

/** The folder of the example's Convex functions, for `loadModules`. */
export const functionsFolder = fileURLToPath(new URL('./convex', import.meta.url))

/** The whole example on this machine. */
export type ExampleBackend = { backend: LocalBackend; services: Services; close(): Promise<void> }

/**
 * Starts the example's functions, seeded, with stand-ins for all services that they call. The services' addresses go
 * into `process.env`, where the functions read them.
 *
 * @throws when a port is taken
 */
export async function startExampleBackend(
  options: Omit<LocalBackendOptions, 'modules' | 'schema' | 'components' | 'auth'> = {},
): Promise<ExampleBackend> {
  const services = await startServices()
  Object.assign(process.env, services.environment)
  try {
    const [modules, components, auth] = await Promise.all([
      loadModules(functionsFolder),
      loadComponents(functionsFolder),
      loadAuth(functionsFolder),
    ])
    const backend = await createLocalBackend({ ...options, modules, components, auth })
    await seed(backend)
    const close = async () => {
      await Promise.all([backend.close(), services.close()])
    }
    return { backend, services, close }
  } catch (error) {
    await services.close()
    throw error
  }
}

/** Writes the users, orders and documents that the example starts from, once: `npx convex run seed:run` there. */
export async function seed(backend: Pick<LocalBackend, 'mutation'>): Promise<void> {
  await backend.mutation(internal.seed.run, {})
}
