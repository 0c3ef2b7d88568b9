import { ConvexClient } from 'convex/browser'
import { inject, onTestFinished } from 'vitest'

export const backendUrl = inject('backendUrl')

const silent = { logVerbose() {}, log() {}, warn() {}, error() {} }

/** A real client of the server. It is closed after the test. */
export function connect(): ConvexClient {
  const client = new ConvexClient(backendUrl, { logger: silent, unsavedChangesWarning: false })
  onTestFinished(() => client.close())
  return client
}

interface Request {
  type: string
  udfPath: string
  args: Record<string, unknown>[]
}

/** The requests for an action that reached the server. */
export async function requests(name: string): Promise<Request[]> {
  const { entries } = await (await fetch(`${backendUrl}/_local/wire`)).json()
  return (entries as { message: Request }[])
    .map(({ message }) => message)
    .filter(({ type, udfPath }) => type === 'Action' && udfPath === name)
}

/** Causes a fault between the client and the server. */
export async function disturb(faults: { kill?: true; refuse?: boolean }): Promise<void> {
  await fetch(`${backendUrl}/_local/faults`, { method: 'POST', body: JSON.stringify(faults) })
}
