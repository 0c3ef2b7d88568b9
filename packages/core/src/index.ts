export { createActionStore } from './action.js'
export type { CallbackOptions, ExecutionContext } from './callback-options.js'
export { ActionError, type ActionErrorKind, type Delivery, isActionError } from './errors.js'
export type { Interpretation, Interpreted, Interpreter } from './interpreter.js'
export type { Messages, MessageTable } from './messages.js'
export { createMutationStore } from './mutation.js'
export type { ExecutionObserver, ExecutionOutcome } from './observed.js'
export type { StringArgument } from './option-types.js'
export type { ActionOptions, MutationStoreOptions } from './options.js'
export type { Provided } from './provided.js'
export type { RetryDelay, RetryOptions } from './retry-options.js'
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
