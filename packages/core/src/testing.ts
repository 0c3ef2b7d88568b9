import {
  type FunctionArgs,
  type FunctionReference,
  type FunctionReturnType,
  getFunctionName,
} from 'convex/server'
import type { ActionClient, ActionReference, ActionResult, ConnectionState } from './types.js'

type Query = FunctionReference<'query'>

/** One call of an action, as the client got it. The test settles it, once. */
export interface FakeCall<Ref extends ActionReference = ActionReference> {
  /** What was sent: the call id is among it. */
  readonly args: FunctionArgs<Ref>
  /** Answers with a result. */
  resolve(result: ActionResult<Ref>): void
  /** Answers with what the function threw: see `FakeClient.reject`. */
  reject(error: Error): void
}

/** A Convex client that a test drives. */
export interface FakeClient extends ActionClient {
  /** Every call of an action so far, the oldest first. */
  calls<Ref extends ActionReference>(reference: Ref): FakeCall<Ref>[]
  /** Answers the oldest call of an action that waits. Throws where none does, or without a connection. */
  resolve<Ref extends ActionReference>(reference: Ref, result: ActionResult<Ref>): void
  /**
   * Fails the oldest call of an action that waits, as if its function had thrown `error`: a `ConvexError` arrives as it
   * is, and of any other the client learns only that there was a "Server Error", as in production. Throws where none
   * waits, or without a connection.
   */
  reject(reference: ActionReference, error: Error): void
  /** Gives a progress query's newest value to all who are subscribed. Throws where nobody is. */
  update<Ref extends Query>(query: Ref, value: FunctionReturnType<Ref>): void
  /** Loses the connection, and with it the answer to every call that waits. */
  disconnect(): void
  /** Opens the next connection. */
  connect(): void
  /** Closes the client for good. */
  close(): Promise<void>
  readonly closed: boolean
  readonly disabled: boolean
  connectionState(): ConnectionState
  subscribeToConnectionState(listener: (state: ConnectionState) => void): () => void
}

interface Held extends FakeCall {
  name: string
  /** The connection that it was made on, counted from the first. */
  connection: number
  waits: boolean
  lose(): void
}

/**
 * A client for tests and stories: nothing leaves the machine, every action is held until the test settles it, and the
 * test decides whether there is a connection. Stores and adapters run on it as on the real one. It has what they use of
 * a client, and no other queries than those of `progress`.
 *
 * @typeParam Client The client that it stands for, where a provider insists on one: `createFakeClient<ConvexReactClient>()`.
 * @param options `connected: false` starts in the very first handshake, which `connect` ends. Default: connected.
 *
 * @example
 * ```ts
 * import { createActionStore } from '@convex-action/core'
 * import { createFakeClient } from '@convex-action/core/testing'
 * import { api } from './convex/_generated/api'
 *
 * const client = createFakeClient()
 * const email = createActionStore(api.emails.send, { client })
 *
 * email.execute({ to: 'ada@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' })
 * client.resolve(api.emails.send, { messageId: 'message-1' })
 * ```
 */
export function createFakeClient<Client = ActionClient>({ connected = true } = {}): FakeClient & Client {
  let socket: ConnectionState = {
    isWebSocketConnected: connected,
    connectionCount: connected ? 1 : 0,
    connectionRetries: 0,
  }
  let closed = false
  const all: Held[] = []
  const watchers = new Set<(state: ConnectionState) => void>()
  const followers = new Set<{ name: string; onValue(value: unknown): void }>()

  function publish(change: Partial<ConnectionState>): void {
    socket = { ...socket, ...change }
    for (const watcher of watchers) watcher(socket)
  }

  function oldest(reference: ActionReference): Held {
    const name = getFunctionName(reference)
    const call = all.find((call) => call.name === name && call.waits)
    if (!call) throw new Error(`No call of "${name}" waits for an answer.`)
    return call
  }

  const client: FakeClient = {
    get closed() {
      return closed
    },
    disabled: false,
    action: (reference: ActionReference, args: object = {}) =>
      new Promise((resolve, reject) => {
        const name = getFunctionName(reference)
        const end = (settle: () => void) => {
          if (!call.waits) throw new Error(`This call of "${name}" has its answer already.`)
          call.waits = false
          settle()
        }
        const answer = (settle: () => void) => {
          if (!socket.isWebSocketConnected) throw new Error('Without a connection no answer can arrive.')
          end(settle)
        }
        const call: Held = {
          name,
          args,
          connection: socket.connectionCount + (socket.isWebSocketConnected ? 0 : 1),
          waits: true,
          resolve: (result) => answer(() => resolve(result)),
          reject: (error) => answer(() => reject(asSent(name, error))),
          lose: () =>
            end(() => reject(new Error(`[CONVEX A(${name})] Connection lost while action was in flight`))),
        }
        // A client that is closed takes calls, and never answers them.
        if (!closed) all.push(call)
      }),
    calls: <Ref extends ActionReference>(reference: Ref) => {
      const name = getFunctionName(reference)
      // Those of one name are those of one reference.
      return all.filter((call) => call.name === name) as FakeCall<Ref>[]
    },
    resolve: (reference, result) => oldest(reference).resolve(result),
    reject: (reference, error) => oldest(reference).reject(error),
    onUpdate(query: Query, _args: object, onValue: (value: unknown) => void) {
      const follower = { name: getFunctionName(query), onValue }
      followers.add(follower)
      return () => followers.delete(follower)
    },
    update(query, value) {
      const name = getFunctionName(query)
      const told = [...followers].filter((follower) => follower.name === name)
      if (!told.length) throw new Error(`Nobody is subscribed to "${name}".`)
      for (const { onValue } of told) onValue(value)
    },
    connectionState: () => socket,
    subscribeToConnectionState(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
    disconnect: () => publish({ isWebSocketConnected: false }),
    connect() {
      if (closed) throw new Error('This client is closed.')
      const connectionCount = socket.connectionCount + 1
      publish({ isWebSocketConnected: true, connectionCount })
      // The real client, too, rejects them only now.
      for (const call of all) if (call.waits && call.connection < connectionCount) call.lose()
    },
    async close() {
      closed = true
      publish({ isWebSocketConnected: false })
    },
  } as FakeClient
  // Who asks for a certain client gets its type; of its members, those of a FakeClient.
  return client as FakeClient & Client
}

function asSent(name: string, error: Error): Error {
  const isConvexError = Symbol.for('ConvexError') in error
  return isConvexError
    ? error
    : new Error(`[CONVEX A(${name})] [Request ID: fake] Server Error`, { cause: error })
}
