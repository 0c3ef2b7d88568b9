import { fileURLToPath } from 'node:url'
import { ConvexClient } from 'convex/browser'
import { type ApiFromModules, anyApi, type FilterApi, type FunctionReference } from 'convex/server'
import { onTestFinished } from 'vitest'
import { createLocalBackend, type LocalBackend, type LocalBackendOptions, loadModules } from '../src/index.js'
import type * as calls from './convex/calls.js'
import type * as counters from './convex/counters.js'
import type * as files from './convex/files.js'

type Modules = { calls: typeof calls; counters: typeof counters; files: typeof files }

// biome-ignore lint/suspicious/noExplicitAny: the form of convex's own generated code
export const api = anyApi as unknown as FilterApi<ApiFromModules<Modules>, FunctionReference<any, 'public'>>

export const modules = await loadModules(fileURLToPath(new URL('convex', import.meta.url)))

export const silent = { logVerbose() {}, log() {}, warn() {}, error() {} }

/** A server for the running test, closed after it. */
export async function startBackend(options: Partial<LocalBackendOptions> = {}): Promise<LocalBackend> {
  const backend = await createLocalBackend({ modules, ...options })
  onTestFinished(() => backend.close())
  return backend
}

/** A real client for the running test, closed after it. */
export function connect(
  { url }: { url: string },
  options: ConstructorParameters<typeof ConvexClient>[1] = {},
): ConvexClient {
  const client = new ConvexClient(url, { logger: silent, unsavedChangesWarning: false, ...options })
  onTestFinished(() => client.close())
  return client
}

/** A client that is connected already. */
export async function connected(
  backend: { url: string },
  options: ConstructorParameters<typeof ConvexClient>[1] = {},
): Promise<ConvexClient> {
  const client = connect(backend, options)
  await until(client, (state) => state.isWebSocketConnected)
  return client
}

type State = ReturnType<ConvexClient['connectionState']>

/** Resolves when the client's connection state fits. */
export function until(client: ConvexClient, fits: (state: State) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (state: State) => {
      if (!fits(state)) return
      unsubscribe()
      resolve()
    }
    const unsubscribe = client.subscribeToConnectionState(check)
    check(client.connectionState())
  })
}

/** The values a live query had, and a promise of the first that fits. */
export function watch<T>(subscribe: (onValue: (value: T) => void) => void) {
  const values: T[] = []
  const waiting = new Set<() => void>()
  subscribe((value) => {
    values.push(value)
    for (const check of waiting) check()
  })
  const until = (fits: (value: T) => boolean) =>
    new Promise<T>((resolve) => {
      const check = () => {
        const found = values.find(fits)
        if (found === undefined) return
        waiting.delete(check)
        resolve(found)
      }
      waiting.add(check)
      check()
    })
  return { values, until }
}
