export { ActionError, type ActionErrorKind, type Delivery, isActionError } from './errors.js'
export type { ActionOptions } from './options.js'
export { createActionStore } from './store.js'
export type {
  ActionClient,
  ActionPhase,
  ActionReference,
  ActionResult,
  ActionState,
  ActionStatus,
  ActionStore,
  ConnectionState,
  ExecuteArgs,
} from './types.js'
