export { actionMachine, type ExecutionEvent } from './action-machine.js'
export { createInterpreter } from './actor-interpreter.js'
export type { Interpretation, Interpreted, Interpreter } from './interpreter.js'
export type { EffectName, EventName, StateName } from './transitions.generated.js'
