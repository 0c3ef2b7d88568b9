export { actionMachine, type ExecutionEvent } from './action-machine.js'
export { createInterpreter } from './actor-interpreter.js'
export type {
  ConvexActorContext,
  ConvexActorLogic,
  ConvexActorRef,
  ConvexInput,
  ConvexSnapshot,
} from './convex-actor.js'
export { fromConvexAction, fromConvexMutation } from './from-convex-action.js'
export type { Interpretation, Interpreted, Interpreter } from './interpreter.js'
export type { EffectName, EventName, StateName } from './transitions.generated.js'
