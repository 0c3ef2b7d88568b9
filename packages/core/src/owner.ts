import type { Connection } from './connection.js'
import type { ActionError, Failure } from './errors.js'
import type { Interpretation } from './interpreter.js'
import type { Line, Member } from './line.js'
import type { CheckedOptions } from './options.js'
import type { Protocol } from './protocol.js'
import type { Screen, Showable } from './screen.js'
import type { Steps } from './steps.js'
import type { Callable } from './types.js'

/** What an execution uses of the store that it belongs to. */
export interface Owner<Execution extends Member & Showable> {
  readonly protocol: Protocol
  readonly reference: Callable
  /** The name behind the reference. */
  readonly name: string
  readonly connection: Connection
  readonly steps: Steps
  readonly line: Line<Execution>
  readonly screen: Screen<Execution>
  /** Starts the machine for it. */
  interpret(execution: Execution): Interpretation
  /** Whether the user is still the one of `execute`. */
  isSameUser(execution: Execution): boolean
  /** Whether `execution` may be sent, or asked of, now. Where it may not, it is told to look again. */
  admits(execution: Execution): boolean
  /** What it failed with, in the words of the application. */
  errorOf(failure: Failure, attempt: number, options: CheckedOptions): ActionError
  /** It has ended. */
  settled(execution: Execution): void
}
