import type { ActionError } from './errors.js'

/**
 * The delay before a retry: milliseconds (0 to 2147483647), or a function that returns milliseconds. The function
 * receives the number of tries so far: 1, 2, 3, …
 */
export type RetryDelay = number | ((attempt: number) => number)

/** How often, when and after which errors a failed execution is tried again. */
export interface RetryOptions {
  /** The maximum number of tries after the first: 0, 1, 2, … */
  limit: number
  /**
   * The delay before a retry, in milliseconds, or a function of the number of tries so far. With `null`, the default
   * of the provider is ignored.
   *
   * @defaultValue The provider's delay. Without one: exponential backoff with jitter, at most 30 seconds.
   */
  delay?: RetryDelay | null | undefined
  /**
   * Decides whether to try again after this error. It must return `true` or `false`, not a promise.
   *
   * @defaultValue Retry after errors of kind `connection` only.
   */
  when?: ((error: ActionError) => boolean) | undefined
}
