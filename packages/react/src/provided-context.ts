import type { ExecutionObserver } from '@convex-action/core'
import type { Provider } from '@convex-action/core/provider'
import { createContext } from 'react'

/** What the nearest provider gives. */
export interface ProvidedValue {
  /** What it provides: as it was committed last, also to all that outlives its component. */
  provider?: Provider | undefined
  /** Who the user of this render is. */
  user?: unknown
  /** What sees the executions, in this render. */
  observer?: ExecutionObserver | undefined
}

export const ProvidedContext = createContext<ProvidedValue>({})
