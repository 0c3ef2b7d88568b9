import { type FunctionReference, type FunctionReturnType, getFunctionName } from 'convex/server'
import { type FakeCall, FakeCalls } from './fake-calls.js'
import { FakeConnection } from './fake-connection.js'
import type { ActionClient, ActionResult, Callable, ConnectionState } from './types.js'

type Query = FunctionReference<'query'>

/** A Convex client for tests. The test decides what it answers, and whether it is connected. */
export interface FakeClient extends ActionClient {
  /** Returns every call of an action or a mutation so far, oldest first. */
  calls<Ref extends Callable>(reference: Ref): FakeCall<Ref>[]
  /** Answers the oldest waiting call with `result`. Throws if no call is waiting, or if there is no connection. */
  resolve<Ref extends Callable>(reference: Ref, result: ActionResult<Ref>): void
  /**
   * Fails the oldest waiting call as if its function had thrown `error`. A `ConvexError` arrives unchanged. Of any
   * other error the client only learns "Server Error", as in production. Throws if no call is waiting, or if there is
   * no connection.
   */
  reject(reference: Callable, error: Error): void
  /** Sends a new value of a progress query to its subscribers. Throws if there are none. */
  update<Ref extends Query>(query: Ref, value: FunctionReturnType<Ref>): void
  /**
   * Closes the connection. Actions that are waiting lose their answer. Mutations continue on the next connection. If
   * there is no connection, an attempt to open it fails: with `offline: 'fail'` this refuses calls that wait for the
   * very first connection.
   */
  disconnect(): void
  /** Opens the next connection. Throws if the client is closed. */
  connect(): void
  /** Closes the client for good. */
  close(): Promise<void>
  /** Returns the current state of the connection. */
  connectionState(): ConnectionState
  /** Calls `listener` when the connection state changes, and returns a function that unsubscribes. */
  subscribeToConnectionState(listener: (state: ConnectionState) => void): () => void
}

/**
 * Creates a client for tests and stories. It sends nothing: each action and mutation waits until the test settles it,
 * and the test decides whether there is a connection. Stores and adapters work with it as with a real client. It
 * supports only what they use: no queries except `progress`, so optimistic updates do not run.
 *
 * @typeParam Client The client type to stand for, if a provider requires one:
 * `createFakeClient<ConvexReactClient>()`.
 * @param options With `connected: false`, it starts while the very first connection is opening: `connect` opens the
 * connection, and `disconnect` fails the attempt. Default: `true`.
 * @returns The client.
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
  const connection = new FakeConnection(connected)
  const all = new FakeCalls(connection)
  const followers = new Set<{ name: string; onValue(value: unknown): void }>()
  const client: FakeClient = {
    get closed() {
      return connection.isClosed
    },
    disabled: false,
    action: (reference, args) => all.hold('A', reference, args),
    mutation: (reference, args) => all.hold('M', reference, args),
    calls: (reference) => all.of(reference),
    resolve: (reference, result) => all.oldest(reference).resolve(result),
    reject: (reference, error) => all.oldest(reference).reject(error),
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
    connectionState: () => connection.state,
    subscribeToConnectionState: (listener) => connection.subscribe(listener),
    disconnect: () => connection.disconnect(),
    connect() {
      connection.connect()
      all.lose()
    },
    async close() {
      connection.close()
    },
  } as FakeClient
  // Callers who ask for a client type get that type, but only the members of a FakeClient.
  return client as FakeClient & Client
}

export type { FakeCall } from './fake-calls.js'
