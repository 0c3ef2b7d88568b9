const { VITE_PAYMENT_SERVICE_URL: url } = import.meta.env

/**
 * Counts how often a stand-in payment service was asked under a call id; rejects where it does not answer. `undefined` where
 * there is none to ask.
 */
export const countRequests = url
  ? async (callId: string | undefined): Promise<number> => {
      const received: { idempotencyKey?: string }[] = await (await fetch(`${url}/_received`)).json()
      return received.filter(({ idempotencyKey }) => idempotencyKey === callId).length
    }
  : undefined

/** Tells the same in a sentence, which is empty where the service does not answer. */
export const describeRequests =
  countRequests &&
  (async (callId: string | undefined): Promise<string> => {
    try {
      const count = await countRequests(callId)
      if (count === 0) return 'The payment service was not asked.'
      return `The payment service was asked ${count === 1 ? 'once' : `${count} times`}.`
    } catch {
      return ''
    }
  })
