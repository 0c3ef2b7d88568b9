import type { UserIdentity } from 'convex/server'
import { queryModification } from './answers.js'
import { encodeTimestamp } from './encoding.js'
import type { Functions } from './functions.js'
import type { LiveQuery, Outcome } from './outcome.js'
import type { ClientMessage, Message } from './protocol.js'

/** The versions that a client requests. */
type Change = { querySet?: number; identity?: number }

/** The live queries of a socket, and the version that the client has. */
export class LiveQueries {
  readonly #functions: Functions
  readonly #queries = new Map<number, LiveQuery & { sent?: string }>()
  #version = { querySet: 0, identity: 0, timestamp: 0n }
  #unanswered = 0
  #transitionOwed = false

  constructor(functions: Functions) {
    this.#functions = functions
  }

  /** The number of live queries. */
  get size(): number {
    return this.#queries.size
  }

  /** The version of the identity that the client was last told is accepted. */
  get identityVersion(): number {
    return this.#version.identity
  }

  /** Whether a mutation is unanswered. Queries must not show its effect before its answer. */
  get isHeld(): boolean {
    return this.#unanswered > 0
  }

  /** Holds the queries back until the returned function is called, when a mutation is answered. */
  hold(): (success: boolean) => void {
    this.#unanswered += 1
    return (success) => {
      this.#unanswered -= 1
      // The client settles a mutation at the Transition after its answer.
      this.#transitionOwed ||= success
    }
  }

  /** Adds and removes queries. Returns the ids of removed queries. */
  modify({ modifications }: ClientMessage & { type: 'ModifyQuerySet' }): number[] {
    const removed: number[] = []
    for (const modification of modifications) {
      if (modification.type === 'Add') this.#queries.set(modification.queryId, modification)
      else {
        this.#queries.delete(modification.queryId)
        removed.push(modification.queryId)
      }
    }
    return removed
  }

  /**
   * Runs all queries. Returns the Transition to their current results, or `null` if the client needs none.
   *
   * @param change What the client requested. Without it, only new results are sent.
   * @param removed The ids that `modify` returned.
   */
  async transition(
    identity: UserIdentity | null,
    change: Change | undefined,
    removed: number[],
  ): Promise<Message | null> {
    const queries = [...this.#queries]
    const { timestamp, outcomes } = await this.#functions.runAll(
      queries.map(([, query]) => query),
      identity,
    )
    const modifications: Message[] = removed.map((queryId) => ({ type: 'QueryRemoved', queryId }))
    for (const [index, [queryId, query]] of queries.entries()) {
      const outcome = outcomes[index] as Outcome
      const { logLines: _, ...told } = outcome
      const sent = JSON.stringify(told).replace(/\[Request ID: \w+\]/, '')
      if (sent === query.sent) continue
      query.sent = sent
      modifications.push(queryModification(queryId, outcome))
    }
    if (!change && modifications.length === 0 && !this.#transitionOwed) return null
    this.#transitionOwed = false
    const startVersion = this.#encodedVersion()
    this.#version = { ...this.#version, ...change, timestamp }
    return { type: 'Transition', startVersion, endVersion: this.#encodedVersion(), modifications }
  }

  #encodedVersion(): Message {
    const { querySet, identity, timestamp } = this.#version
    return { querySet, identity, ts: encodeTimestamp(timestamp) }
  }
}
