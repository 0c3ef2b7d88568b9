import * as core from '../src/index.js'
import { createInterpreter } from '../src/machine.js'

export * from '../src/index.js'

const interpreter = createInterpreter()

/** What is provided, with an interpreter unless it has its own. What it has may change: it is not copied. */
const withInterpreter = (provided: object = {}) =>
  'interpreter' in provided ? provided : Object.create(provided, { interpreter: { value: interpreter } })

type Make = (reference: never, options?: unknown, provided?: object) => never

/** Makes stores that run their executions on XState actors, where the tests ask for any store. */
const onActors =
  (make: unknown): Make =>
  (reference, options, provided) =>
    (make as Make)(reference, options, withInterpreter(provided))

export const createActionStore = onActors(core.createActionStore) as unknown as typeof core.createActionStore
export const createMutationStore = onActors(
  core.createMutationStore,
) as unknown as typeof core.createMutationStore
