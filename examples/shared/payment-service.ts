const { VITE_PAYMENT_SERVICE_URL: url } = import.meta.env

/**
 * Counts how often a stand-in payment service was asked under the id of a call or an order, with which its key ends; rejects
 * where it does not answer. `undefined` where there is none to ask.
 */
export const countRequests = url
  ? async (id = ''): Promise<number> => {
      const received: { idempotencyKey?: string }[] = await (await fetch(`${url}/_received`)).json()
      return received.filter(({ idempotencyKey }) => id && idempotencyKey?.endsWith(id)).length
    }
  : undefined

/** Tells the same in a sentence, which is empty where the service does not answer. */
export const describeRequests =
  countRequests &&
  (async (id: string | undefined): Promise<string> => {
    try {
      const count = await countRequests(id)
      if (count === 0) return 'The payment service was not asked.'
      return `The payment service was asked ${count === 1 ? 'once' : `${count} times`}.`
    } catch {
      return ''
    }
  })
