import { createLocalBackend, type LocalBackendOptions } from '@convex-action/local-backend'
import { ConvexClient } from 'convex/browser'
import { ConvexReactClient } from 'convex/react'
import { ConvexClient as LowestConvexClient } from 'convex-lowest/browser'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'

/** A server for the running test. */
export async function startBackend(options: Partial<LocalBackendOptions> = {}) {
  const modules = {
    './convex/calls.ts': () => import('./convex/calls.js'),
    './convex/health.ts': () => import('./convex/health.js'),
    './convex/orders.ts': () => import('./convex/orders.js'),
    './convex/schema.ts': () => import('./convex/schema.js'),
  }
  const backend = await createLocalBackend({ modules, ...options })
  onTestFinished(() => backend.close())
  return backend
}

/** A WebSocket whose listener may throw without ending the test run, as the client's listener does on a FatalError. */
class CalmWebSocket extends WebSocket {}
Object.defineProperty(CalmWebSocket.prototype, 'onmessage', {
  set(this: WebSocket, listener: (event: WebSocket.MessageEvent) => void) {
    this.removeAllListeners('message')
    this.addEventListener('message', (event) => {
      try {
        listener(event)
      } catch (error) {
        if (!String(error).includes('[CONVEX FATAL ERROR]')) throw error
      }
    })
  },
})

const logger = { logVerbose() {}, log() {}, warn() {}, error() {} }
const options = { logger, unsavedChangesWarning: false, webSocketConstructor: CalmWebSocket as never }

/** The real clients that have a connection. */
export const clients = {
  ConvexClient: (url: string, more = {}) => new ConvexClient(url, { ...options, ...more }),
  'ConvexClient of convex 1.25.4': (url: string, more = {}) =>
    new LowestConvexClient(url, { ...options, ...more }) as unknown as ConvexClient,
  ConvexReactClient: (url: string, more = {}) => new ConvexReactClient(url, { ...options, ...more }),
}

export type SocketClient = ReturnType<(typeof clients)[keyof typeof clients]>
type Connection = ReturnType<SocketClient['connectionState']>

/** Resolves once the client's connection matches. */
export function until(client: SocketClient, fits: (connection: Connection) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (connection: Connection) => {
      if (!fits(connection)) return
      unsubscribe()
      resolve()
    }
    const unsubscribe = client.subscribeToConnectionState(check)
    check(client.connectionState())
  })
}

export const isOpen = ({ isWebSocketConnected }: Connection) => isWebSocketConnected
