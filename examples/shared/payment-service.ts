const { VITE_PAYMENT_SERVICE_URL: url } = import.meta.env

/**
 * Tells how often a stand-in payment service was asked under a call id: empty where it does not answer. `undefined` where
 * there is none to ask.
 */
export const describeRequests = url
  ? async (callId: string | undefined): Promise<string> => {
      try {
        const received: { idempotencyKey?: string }[] = await (await fetch(`${url}/_received`)).json()
        const count = received.filter(({ idempotencyKey }) => idempotencyKey === callId).length
        if (count === 0) return 'The payment service was not asked.'
        return `The payment service was asked ${count === 1 ? 'once' : `${count} times`}.`
      } catch {
        return ''
      }
    }
  : undefined
