interface Failure {
  kind: string
  delivery: string
  message: string
}

/**
 * Whether a failure needs no toast. Its card shows it, but for what a former user did: the cards forget that when somebody signs in or
 * out. Of what the server has answered there is nothing more to say.
 */
export const needsNoToast = ({ kind, delivery }: Failure): boolean =>
  kind !== 'identity-changed' || delivery === 'responded'

/** The toasts, with one for an execution that has ended, where nobody else tells of it, and no toast says the same. */
export const withToast = (
  toasts: string[],
  { error, handled }: { error: Failure | null; handled: boolean },
): string[] => (!error || handled || toasts.includes(error.message) ? toasts : [...toasts, error.message])
