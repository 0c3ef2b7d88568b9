import * as core from '../src/index.js'
import { createInterpreter } from '../src/machine.js'

export * from '../src/index.js'

const interpreter = createInterpreter()

/** The provided object, with an interpreter unless it has its own. It may change, so it is not copied. */
const withInterpreter = (provided: object = {}) =>
  'interpreter' in provided ? provided : Object.create(provided, { interpreter: { value: interpreter } })

type Make = (reference: never, options?: unknown, provided?: object) => never

/** Makes the stores of all tests run their executions on XState actors. */
const onActors =
  (make: unknown): Make =>
  (reference, options, provided) =>
    (make as Make)(reference, options, withInterpreter(provided))

export const createActionStore = onActors(core.createActionStore) as unknown as typeof core.createActionStore
export const createMutationStore = onActors(
  core.createMutationStore,
) as unknown as typeof core.createMutationStore
