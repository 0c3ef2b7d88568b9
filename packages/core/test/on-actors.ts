import * as core from '../src/index.js'
import { createInterpreter } from '../src/machine.js'

export * from '../src/index.js'

const interpreter = createInterpreter()

type Make = (reference: never, options?: unknown, provided?: object) => never

/** Makes stores that run their executions on XState actors, where the tests ask for any store. */
const onActors =
  (make: unknown): Make =>
  (reference, options, provided) =>
    (make as Make)(reference, options, { interpreter, ...provided })

export const createActionStore = onActors(core.createActionStore) as unknown as typeof core.createActionStore
export const createMutationStore = onActors(
  core.createMutationStore,
) as unknown as typeof core.createMutationStore
