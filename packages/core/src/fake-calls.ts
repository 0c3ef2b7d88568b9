import { type FunctionArgs, getFunctionName } from 'convex/server'
import { convexToJson, jsonToConvex, type Value } from 'convex/values'
import type { FakeConnection } from './fake-connection.js'
import type { ActionResult, Callable } from './types.js'

/** One call of an action or a mutation, as the client got it. The test settles it, once. */
export interface FakeCall<Ref extends Callable = Callable> {
  /** What the real client would have sent: a copy, as the arguments were at the call. The call id is among it. */
  readonly args: FunctionArgs<Ref>
  /** Answers with a result. */
  resolve(result: ActionResult<Ref>): void
  /** Answers with what the function threw: see `FakeClient.reject`. */
  reject(error: Error): void
}

interface Held extends FakeCall {
  readonly name: string
  /** The last connection that can bring its answer, counted from the first. */
  readonly lastConnection: number
  waits: boolean
  lose(): void
}

/** The calls that a client got, and that a test answers. */
export class FakeCalls {
  readonly #connection: FakeConnection
  readonly #all: Held[] = []

  constructor(connection: FakeConnection) {
    this.#connection = connection
  }

  /** Takes a call of an action ("A") or a mutation ("M"): so Convex's messages call them. */
  hold(type: 'A' | 'M', reference: Callable, args: object = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
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
        if (!this.#connection.state.isWebSocketConnected)
          throw new Error('Without a connection no answer can arrive.')
        end(settle)
      }
      const call: Held = {
        name,
        args: sent,
        // A mutation is sent again, on whatever connection there is.
        lastConnection: type === 'A' ? this.#connection.answering : Number.POSITIVE_INFINITY,
        waits: true,
        resolve: (result) => answer(() => resolve(result)),
        reject: (error) => answer(() => reject(asSent(prefix, error))),
        lose: () => end(() => reject(new Error(`${prefix} Connection lost while action was in flight`))),
      }
      // A client that is closed takes calls, and never answers them.
      if (!this.#connection.isClosed) this.#all.push(call)
    })
  }

  of<Ref extends Callable>(reference: Ref): FakeCall<Ref>[] {
    const name = getFunctionName(reference)
    // Those of one name are those of one reference.
    return this.#all.filter((call) => call.name === name) as FakeCall<Ref>[]
  }

  /** The oldest that waits. */
  oldest(reference: Callable): FakeCall {
    const name = getFunctionName(reference)
    const call = this.#all.find((call) => call.name === name && call.waits)
    if (!call) throw new Error(`No call of "${name}" waits for an answer.`)
    return call
  }

  /** Loses what the connection that is open now cannot answer. The real client, too, rejects it only when it is open. */
  lose(): void {
    const { connectionCount } = this.#connection.state
    for (const call of this.#all) if (call.waits && call.lastConnection < connectionCount) call.lose()
  }
}

/** What a client makes of what a function threw. */
function asSent(prefix: string, error: Error): Error {
  const isConvexError = Symbol.for('ConvexError') in error
  return isConvexError ? error : new Error(`${prefix} [Request ID: fake] Server Error`, { cause: error })
}
