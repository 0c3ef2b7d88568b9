import { ConvexError, v } from 'convex/values'
import { action } from './_generated/server.js'
import { Refusal, runOnce } from './idempotency.js'

/**
 * Charges a card through Stripe, or whatever PAYMENT_SERVICE_URL names. `amount` is in cents.
 * With a call id it charges at most once, however often it is called. PAYMENT_LEASE_MS says how long a try may take.
 */
export const charge = action({
  args: { amount: v.number(), token: v.string(), callId: v.optional(v.string()) },
  returns: v.object({ transactionId: v.string() }),
  handler: async (ctx, { amount, token, callId }): Promise<{ transactionId: string }> => {
    if (!Number.isInteger(amount) || amount <= 0) {
      throw new ConvexError('The amount must be a whole number of cents above zero.')
    }
    const lease = process.env.PAYMENT_LEASE_MS
    return runOnce(
      ctx,
      {
        name: 'payments.charge',
        id: callId,
        args: { amount, token },
        leaseMs: lease === undefined ? undefined : Number(lease),
      },
      () => chargeCard(amount, token, callId),
    )
  },
})

async function chargeCard(
  amount: number,
  token: string,
  callId: string | undefined,
): Promise<{ transactionId: string }> {
  const service = process.env.PAYMENT_SERVICE_URL ?? 'https://api.stripe.com'
  const response = await fetch(`${service}/v1/charges`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${process.env.STRIPE_SECRET_KEY}`,
      ...(callId === undefined ? {} : { 'Idempotency-Key': callId }),
    },
    body: new URLSearchParams({ amount: String(amount), currency: 'usd', source: token }),
  }).catch(() => {
    throw new ConvexError('The payment service cannot be reached right now. Please try again later.')
  })
  if (response.status >= 500) {
    throw new ConvexError('The payment service is out of order right now. Please try again later.')
  }
  const answer = await response.json()
  if (response.status === 402) throw new Refusal(answer.error?.message ?? 'The card was declined.')
  if (!response.ok) throw new ConvexError('The payment service did not accept this payment.')
  return { transactionId: answer.id }
}
