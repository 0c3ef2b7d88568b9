import { type FunctionReference, type FunctionReturnType, getFunctionName } from 'convex/server'
import { type FakeCall, FakeCalls } from './fake-calls.js'
import { FakeConnection } from './fake-connection.js'
import type { ActionClient, ActionResult, Callable, ConnectionState } from './types.js'

type Query = FunctionReference<'query'>

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
  // Who asks for a certain client gets its type; of its members, those of a FakeClient.
  return client as FakeClient & Client
}

export type { FakeCall } from './fake-calls.js'
