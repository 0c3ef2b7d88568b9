export { createActionStore } from './action.js'
export { ActionError, type ActionErrorKind, type Delivery, isActionError } from './errors.js'
export type { Interpretation, Interpreted, Interpreter } from './interpreter.js'
export { createMutationStore } from './mutation.js'
export type {
  ActionOptions,
  ExecutionContext,
  MutationStoreOptions,
  RetryOptions,
  StringArgument,
} from './options.js'
export type { Provided } from './store-options.js'
export type {
  ActionArgs,
  ActionClient,
  ActionPhase,
  ActionReference,
  ActionResult,
  ActionState,
  ActionStatus,
  ActionStore,
  Callable,
  CallIdName,
  ConnectionState,
  ExecuteArgs,
  MutationReference,
  MutationStore,
  Store,
} from './types.js'
