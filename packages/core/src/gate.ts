/** An execution that waits at a gate. */
export interface Waiting {
  /** Checks again whether the call can be sent now. Must not throw. */
  lookAtConnection(): void
}

/** A gate that executions pass before they are sent or checked. Several stores may share it. */
export interface Gate {
  /** Returns whether `execution` may pass now. If not, it waits, and the gate tells it later to check again. */
  enter(execution: Waiting): boolean
  /** Returns whether nothing may pass now. A gate without this method is open. */
  isClosed?(): boolean
  /** Called when `execution` has ended. */
  leave(execution: Waiting): void
  /** Tells the waiting executions to check again. */
  lookAgain(): void
}
