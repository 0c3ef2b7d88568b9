export { ActionError, type ActionErrorKind, type Delivery, isActionError } from './errors.js'
export type {
  ActionOptions,
  ExecutionContext,
  RetryOptions,
  StringArgument,
} from './options.js'
export { createActionStore, type Provided } from './store.js'
export type {
  ActionArgs,
  ActionClient,
  ActionPhase,
  ActionReference,
  ActionResult,
  ActionState,
  ActionStatus,
  ActionStore,
  CallIdName,
  ConnectionState,
  ExecuteArgs,
} from './types.js'
