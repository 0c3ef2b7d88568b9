import type { Connection } from './connection.js'
import type { ActionError, Failure } from './errors.js'
import type { Interpretation } from './interpreter.js'
import type { Line, Member } from './line.js'
import type { CheckedOptions } from './options.js'
import type { Protocol } from './protocol.js'
import type { Screen, Showable } from './screen.js'
import type { Steps } from './steps.js'
import type { Callable } from './types.js'

/** What an execution uses of its store. */
export interface Owner<Execution extends Member & Showable> {
  readonly protocol: Protocol
  readonly reference: Callable
  /** The name of the function, such as `emails:send`. */
  readonly name: string
  readonly connection: Connection
  readonly steps: Steps
  readonly line: Line<Execution>
  readonly screen: Screen<Execution>
  /** Starts the state machine of an execution. */
  interpret(execution: Execution): Interpretation
  /** Whether the user is still the user of `execute`. */
  isSameUser(execution: Execution): boolean
  /** Whether `execution` may be sent or checked now. If not, it is told later to check again. */
  admits(execution: Execution): boolean
  /** The error for a failure, with the application's own messages. */
  errorOf(failure: Failure, attempt: number, options: CheckedOptions): ActionError
  /** Called when an execution has ended. */
  settled(execution: Execution): void
}
