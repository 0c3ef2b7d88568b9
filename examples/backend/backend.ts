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

/** The whole example, running on this machine. */
export type ExampleBackend = { backend: LocalBackend; services: Services; close(): Promise<void> }

/**
 * Starts the functions of the example with seed data, and stand-ins for all services that they call. The addresses of
 * the services go into `process.env`, where the functions read them.
 *
 * @throws `Error` if a port is taken.
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

/** Writes the initial users, orders and documents once. On a deployment, `npx convex run seed:run` does this. */
export async function seed(backend: Pick<LocalBackend, 'mutation'>): Promise<void> {
  await backend.mutation(internal.seed.run, {})
}
