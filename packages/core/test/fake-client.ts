import { getFunctionName } from 'convex/server'
import type { ActionReference, ConnectionState } from '../src/index.js'

export interface Call {
  name: string
  args: unknown
  /** The connection that it was made on, counted from the first. */
  connection: number
  resolve(data: unknown): void
  reject(error: unknown): void
}

/** A client that holds every action until the test settles it, and whose connection the test decides. */
export function fakeClient(initial: Partial<ConnectionState> = {}) {
  let socket: ConnectionState = {
    isWebSocketConnected: true,
    connectionCount: 1,
    connectionRetries: 0,
    ...initial,
  }
  const listeners = new Set<(state: ConnectionState) => void>()
  const calls: Call[] = []
  return {
    calls,
    listeners,
    closed: false,
    disabled: false,
    /** The newest call. */
    last(): Call {
      const call = calls.at(-1)
      if (!call) throw new Error('No action was called.')
      return call
    },
    action(reference: ActionReference, args: unknown): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const name = getFunctionName(reference)
        calls.push({ name, args, connection: socket.connectionCount, resolve, reject })
      })
    },
    connectionState: () => socket,
    subscribeToConnectionState(listener: (state: ConnectionState) => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** Changes the connection and publishes it. */
    publish(change: Partial<ConnectionState>) {
      socket = { ...socket, ...change }
      for (const listener of listeners) listener(socket)
    },
    /** Opens the next connection. As in the real client, only this rejects what an earlier one took with it. */
    open() {
      const connectionCount = socket.connectionCount + 1
      this.publish({ isWebSocketConnected: true, connectionRetries: 0, connectionCount })
      for (const { name, connection, reject } of calls) {
        if (connection !== connectionCount)
          reject(new Error(`[CONVEX A(${name})] Connection lost while action was in flight`))
      }
    },
    /** Closes it and, unless it was disconnected, publishes that. */
    close() {
      this.closed = true
      if (socket.isWebSocketConnected) this.publish({ isWebSocketConnected: false })
    },
  }
}
