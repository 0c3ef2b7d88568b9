import type { ActionClient } from '@convex-action/core'
import type { FunctionReference } from 'convex/server'
import { makeFunctionReference } from 'convex/server'

/** What the action takes. */
export type Args = { amount: number }

/** What the action answers with. */
export interface Receipt {
  amount: number
}

/** The action that every contender runs. */
export const charge: FunctionReference<'action', 'public', { amount: number }, Receipt> =
  makeFunctionReference('payments:charge')

/** What a contender shows, in the words of all of them. */
export interface Shown {
  status: 'idle' | 'pending' | 'success' | 'error'
  data: Receipt | undefined
  error: unknown
}

/** One way to show what becomes of an action. Its functions add nothing to what you would write yourself. */
export interface Contender<Store = unknown> {
  /** As the table has it. */
  name: string
  make(client: ActionClient): Store
  /** Runs the action. The promise settles with its own result, or rejects. */
  execute(store: Store, args: Args, client: ActionClient): Promise<Receipt>
  /** Calls `listener` on each change. Missing where there is nothing to watch. */
  subscribe?(store: Store, listener: () => void): () => void
  /** What it shows now. Missing where there is nothing to show. */
  read?(store: Store): Shown
  /** Whether each of several executions in flight on one store gets its own result. */
  runsMany: boolean
  /** Whether it is a component on a page, whose figures have the framework's own in them. */
  isComponent?: boolean
}

/** Checks the contender against its own type of store, and then leaves that type to it. */
export const contender = <Store>(contender: Contender<Store>) => contender as Contender
