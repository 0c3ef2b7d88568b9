import type { ExecutionObserver } from '@convex-action/core'
import type { Provider } from '@convex-action/core/provider'
import { createContext } from 'react'

/** What the nearest provider provides. */
export interface ProvidedValue {
  /** The provider, with the values that were committed last. It also serves code that outlives its component. */
  provider?: Provider | undefined
  /** The user of this render. */
  user?: unknown
  /** The observer of this render. */
  observer?: ExecutionObserver | undefined
}

export const ProvidedContext = createContext<ProvidedValue>({})
