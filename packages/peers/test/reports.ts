import { type FunctionReference, makeFunctionReference } from 'convex/server'

declare module 'vitest' {
  interface ProvidedContext {
    backendUrl: string
  }
}

type Generate = FunctionReference<'action', 'public', { month: string; callId?: string }, { rows: number }>
type Progress = FunctionReference<'query', 'public', { callId: string }, { label: string } | null>

/** Written out from the example, because the example's generated code needs the newest convex. */
export const reports = {
  generate: makeFunctionReference('reports:generate') as Generate,
  progress: makeFunctionReference('reports:progress') as Progress,
}
