import { type FunctionArgs, getFunctionName } from 'convex/server'
import { convexToJson, jsonToConvex, type Value } from 'convex/values'
import type { FakeConnection } from './fake-connection.js'
import type { ActionResult, Callable } from './types.js'

/** One call of an action or a mutation that a fake client received. The test settles it once. */
export interface FakeCall<Ref extends Callable = Callable> {
  /** A copy of the arguments that a real client would have sent, including the call id. */
  readonly args: FunctionArgs<Ref>
  /** Answers the call with a result. Throws if the call is already settled, or if there is no connection. */
  resolve(result: ActionResult<Ref>): void
  /**
   * Fails the call as if its function had thrown `error`: see {@link FakeClient.reject}. Throws if the call is
   * already settled, or if there is no connection.
   */
  reject(error: Error): void
}

interface Held extends FakeCall {
  readonly name: string
  /** The number of the last connection that can bring the answer, counted from 1. */
  readonly lastConnection: number
  waits: boolean
  lose(): void
}

/** The calls that a fake client received. */
export class FakeCalls {
  readonly #connection: FakeConnection
  readonly #all: Held[] = []

  constructor(connection: FakeConnection) {
    this.#connection = connection
  }

  /** Takes a call of an action ("A") or a mutation ("M"). Convex's messages use these letters. */
  hold(type: 'A' | 'M', reference: Callable, args: object = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const name = getFunctionName(reference)
      // As with the real client, arguments that cannot be encoded reject.
      const sent = jsonToConvex(convexToJson(args as Value)) as FunctionArgs<Callable>
      const prefix = `[CONVEX ${type}(${name})]`
      const end = (settle: () => void) => {
        if (!call.waits) throw new Error(`This call of "${name}" is already settled.`)
        call.waits = false
        settle()
      }
      const answer = (settle: () => void) => {
        if (!this.#connection.state.isWebSocketConnected)
          throw new Error('No answer can arrive without a connection.')
        end(settle)
      }
      const call: Held = {
        name,
        args: sent,
        // A mutation is sent again on every new connection.
        lastConnection: type === 'A' ? this.#connection.answering : Number.POSITIVE_INFINITY,
        waits: true,
        resolve: (result) => answer(() => resolve(result)),
        reject: (error) => answer(() => reject(asSent(prefix, error))),
        lose: () => end(() => reject(new Error(`${prefix} Connection lost while action was in flight`))),
      }
      // A closed client accepts calls but never answers them.
      if (!this.#connection.isClosed) this.#all.push(call)
    })
  }

  of<Ref extends Callable>(reference: Ref): FakeCall<Ref>[] {
    const name = getFunctionName(reference)
    // Calls with the same name belong to the same reference.
    return this.#all.filter((call) => call.name === name) as FakeCall<Ref>[]
  }

  /** The oldest call that is waiting. */
  oldest(reference: Callable): FakeCall {
    const name = getFunctionName(reference)
    const call = this.#all.find((call) => call.name === name && call.waits)
    if (!call) throw new Error(`No call of "${name}" is waiting for an answer.`)
    return call
  }

  /**
   * Rejects the calls whose connection is gone. Like the real client, it does so only once the next connection is
   * open.
   */
  lose(): void {
    const { connectionCount } = this.#connection.state
    for (const call of this.#all) if (call.waits && call.lastConnection < connectionCount) call.lose()
  }
}

/** The error that a client makes of what a function threw. */
function asSent(prefix: string, error: Error): Error {
  const isConvexError = Symbol.for('ConvexError') in error
  return isConvexError ? error : new Error(`${prefix} [Request ID: fake] Server Error`, { cause: error })
}
