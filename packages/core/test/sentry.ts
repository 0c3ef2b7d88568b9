/** Stands for Sentry's function, as the guide to errors calls it. */
export declare function captureException(
  exception: unknown,
  hint?: { tags?: Record<string, unknown>; extra?: Record<string, unknown>; fingerprint?: string[] },
): string
