/** An execution that waits at a gate. */
export interface Waiting {
  /** Looks again whether it may be sent. Must not throw. */
  lookAtConnection(): void
}

/** What executions pass before they are sent, or before the server is asked of them. It may serve several stores. */
export interface Gate {
  /** Whether `execution` may pass now. Where it may not, it waits, and is told to look again. */
  enter(execution: Waiting): boolean
  /** Whether nobody may pass now, whoever it is. Default: no. */
  isClosed?(): boolean
  /** `execution` has ended. */
  leave(execution: Waiting): void
  /** Tells those that wait to look again. */
  lookAgain(): void
}
