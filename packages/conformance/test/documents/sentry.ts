/** Stands for Sentry's function in the guide to errors. */
export declare function captureException(
  exception: unknown,
  hint?: { tags?: Record<string, unknown>; extra?: Record<string, unknown>; fingerprint?: string[] },
): string
