import type { ActionClient } from '@convex-action/core'
import type { FunctionReference } from 'convex/server'
import { makeFunctionReference } from 'convex/server'

/** The arguments of the action. */
export type Args = { amount: number }

/** The result of the action. */
export interface Receipt {
  amount: number
}

/** The action that every contender runs. */
export const charge: FunctionReference<'action', 'public', { amount: number }, Receipt> =
  makeFunctionReference('payments:charge')

/** The fields that all contenders show. */
export interface Shown {
  status: 'idle' | 'pending' | 'success' | 'error'
  data: Receipt | undefined
  error: unknown
}

/** One way to show the state of an action. Its functions add nothing to the code that you would write yourself. */
export interface Contender<Store = unknown> {
  /** The name in the table. */
  name: string
  make(client: ActionClient): Store
  /** Runs the action. The promise settles with the result of this call. */
  execute(store: Store, args: Args, client: ActionClient): Promise<Receipt>
  /** Calls `listener` on each change. Missing if there is nothing to watch. */
  subscribe?(store: Store, listener: () => void): () => void
  /** Returns the current state. Missing if there is nothing to show. */
  read?(store: Store): Shown
  /** Whether each of several executions in flight on one store gets its own result. */
  runsMany: boolean
  /** Whether it is a component on a page. Its figures then include the framework. */
  isComponent?: boolean
}

/** Checks the contender against the type of its own store, and then hides that type. */
export const contender = <Store>(contender: Contender<Store>) => contender as Contender
