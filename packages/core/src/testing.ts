import {
  type FunctionArgs,
  type FunctionReference,
  type FunctionReturnType,
  getFunctionName,
} from 'convex/server'
import { convexToJson, jsonToConvex, type Value } from 'convex/values'
import type { ActionClient, ActionResult, Callable, ConnectionState } from './types.js'

type Query = FunctionReference<'query'>

/** One call of an action or a mutation, as the client got it. The test settles it, once. */
export interface FakeCall<Ref extends Callable = Callable> {
  /** What the real client would have sent: a copy, as the arguments were at the call. The call id is among it. */
  readonly args: FunctionArgs<Ref>
  /** Answers with a result. */
  resolve(result: ActionResult<Ref>): void
  /** Answers with what the function threw: see `FakeClient.reject`. */
  reject(error: Error): void
}

/** A Convex client that a test drives. */
export interface FakeClient extends ActionClient {
  /** Every call of an action or a mutation so far, the oldest first. */
  calls<Ref extends Callable>(reference: Ref): FakeCall<Ref>[]
  /** Answers the oldest call that waits. Throws where none does, or without a connection. */
  resolve<Ref extends Callable>(reference: Ref, result: ActionResult<Ref>): void
  /**
   * Fails the oldest call that waits, as if its function had thrown `error`: a `ConvexError` arrives as it
   * is, and of any other the client learns only that there was a "Server Error", as in production. Throws where none
   * waits, or without a connection.
   */
  reject(reference: Callable, error: Error): void
  /** Gives a progress query's newest value to all who are subscribed. Throws where nobody is. */
  update<Ref extends Query>(query: Ref, value: FunctionReturnType<Ref>): void
  /**
   * Loses the connection, and with it the answer to every action that waits. A mutation goes on when it is back. Where
   * there is no connection, an attempt to open one fails: `offline: 'fail'` refuses what waits for the very first one.
   */
  disconnect(): void
  /** Opens the next connection. */
  connect(): void
  /** Closes the client for good. */
  close(): Promise<void>
  connectionState(): ConnectionState
  subscribeToConnectionState(listener: (state: ConnectionState) => void): () => void
}

interface Held extends FakeCall {
  name: string
  /** The last connection that can bring its answer, counted from the first. */
  lastConnection: number
  waits: boolean
  lose(): void
}

/**
 * A client for tests and stories: nothing leaves the machine, every action and mutation is held until the test settles it, and the
 * test decides whether there is a connection. Stores and adapters run on it as on the real one. It has what they use of
 * a client, and no other queries than those of `progress`; so an optimistic update is not run.
 *
 * @typeParam Client The client that it stands for, where a provider insists on one: `createFakeClient<ConvexReactClient>()`.
 * @param options `connected: false` starts in the very first handshake: `connect` opens the connection, `disconnect`
 * fails the attempt. Default: connected.
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
export function createFakeClient<Client = ActionClient>({
  connected = true,
}: {
  connected?: boolean | undefined
} = {}): FakeClient & Client {
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

  function oldest(reference: Callable): Held {
    const name = getFunctionName(reference)
    const call = all.find((call) => call.name === name && call.waits)
    if (!call) throw new Error(`No call of "${name}" waits for an answer.`)
    return call
  }

  /** Takes calls of actions ("A") or mutations ("M"): so Convex's messages call them. */
  const hold =
    (type: 'A' | 'M') =>
    (reference: Callable, args: object = {}): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const name = getFunctionName(reference)
        // As in the real client, what cannot be encoded rejects.
        const sent = jsonToConvex(convexToJson(args as Value)) as FunctionArgs<Callable>
        const prefix = `[CONVEX ${type}(${name})]`
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
          args: sent,
          // A mutation is sent again, on whatever connection there is.
          lastConnection:
            type === 'A'
              ? socket.connectionCount + Number(!socket.isWebSocketConnected)
              : Number.POSITIVE_INFINITY,
          waits: true,
          resolve: (result) => answer(() => resolve(result)),
          reject: (error) => answer(() => reject(asSent(prefix, error))),
          lose: () => end(() => reject(new Error(`${prefix} Connection lost while action was in flight`))),
        }
        // A client that is closed takes calls, and never answers them.
        if (!closed) all.push(call)
      })

  const client: FakeClient = {
    get closed() {
      return closed
    },
    disabled: false,
    action: hold('A'),
    mutation: hold('M'),
    calls: <Ref extends Callable>(reference: Ref) => {
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
    disconnect() {
      const { isWebSocketConnected, connectionRetries } = socket
      if (isWebSocketConnected) publish({ isWebSocketConnected: false })
      else if (!closed) publish({ connectionRetries: connectionRetries + 1 })
    },
    connect() {
      if (closed) throw new Error('This client is closed.')
      const connectionCount = socket.connectionCount + 1
      publish({ isWebSocketConnected: true, connectionCount, connectionRetries: 0 })
      // The real client, too, rejects them only now.
      for (const call of all) if (call.waits && call.lastConnection < connectionCount) call.lose()
    },
    async close() {
      closed = true
      // The real one, too, publishes only what changes.
      if (socket.isWebSocketConnected) publish({ isWebSocketConnected: false })
    },
  } as FakeClient
  // Who asks for a certain client gets its type; of its members, those of a FakeClient.
  return client as FakeClient & Client
}

/** What a client makes of what a function threw. */
function asSent(prefix: string, error: Error): Error {
  const isConvexError = Symbol.for('ConvexError') in error
  return isConvexError ? error : new Error(`${prefix} [Request ID: fake] Server Error`, { cause: error })
}
