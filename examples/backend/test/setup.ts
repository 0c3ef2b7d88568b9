import { ConvexClient } from 'convex/browser'
import { onTestFinished, vi } from 'vitest'
import { api } from '../convex/_generated/api.js'
import type { Id } from '../convex/_generated/dataModel.js'
import { startExampleBackend } from '../index.js'

const silent = { logVerbose() {}, log() {}, warn() {}, error() {} }

/** The whole example for the running test: services, server and one real client. */
export async function startExample(
  environment: Record<string, string> = {},
  options: Parameters<typeof startExampleBackend>[0] = {},
) {
  const { backend, services, close } = await startExampleBackend(options)
  for (const [name, value] of Object.entries({ REPORT_STEP_MS: '5', ...environment })) vi.stubEnv(name, value)
  const connect = () => {
    const client = new ConvexClient(backend.url, { logger: silent, unsavedChangesWarning: false })
    onTestFinished(() => client.close())
    return client
  }
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await close()
  })
  return { backend, services, client: connect(), connect }
}

/** The id of a seeded user. */
export async function userNamed(client: ConvexClient, name: string): Promise<Id<'users'>> {
  const user = (await client.query(api.users.list, {})).find((user) => user.name === name)
  if (!user) throw new Error(`There is no user ${name}.`)
  return user._id
}

/** The id of the seeded order for a thing. */
export async function orderOf(client: ConvexClient, thing: string): Promise<Id<'orders'>> {
  const orders = await client.query(api.orders.listOpen, {})
  const order = orders.find(({ items }) => items.some(({ name }) => name.startsWith(thing)))
  if (!order) throw new Error(`There is no order for ${thing}.`)
  return order._id
}
