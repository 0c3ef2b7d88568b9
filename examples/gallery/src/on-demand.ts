import { type Component, shallowRef } from 'vue'
import { loadInterpreter } from './timeline/inspection.js'

/** What shows what came of a run. */
type Part = 'Result' | 'Executions' | 'WireLog' | 'ServerRecords'

/** They are there once something was run. */
export const parts = shallowRef<Record<Part, Component>>()

/** Loads what a page needs to run anything. Rejects where it cannot be loaded. */
export async function loadParts(): Promise<void> {
  const [result, executions, wireLog, serverRecords] = await Promise.all([
    import('./Result.vue'),
    import('./timeline/Executions.vue'),
    import('./WireLog.vue'),
    import('./ServerRecords.vue'),
    loadInterpreter(),
  ])
  parts.value ??= {
    Result: result.default,
    Executions: executions.default,
    WireLog: wireLog.default,
    ServerRecords: serverRecords.default,
  }
}
