import { ConvexError, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { type ActionCtx, action, internalAction } from './_generated/server.js'
import { calls } from './calls.js'
import { Refusal, runOnce } from './idempotency.js'
import { callService } from './service.js'

/**
 * Charges a card through Stripe, or the service at PAYMENT_SERVICE_URL. `amount` is in cents. With `call` or a call
 * id, it charges at most once, however often it is called. With `call`, a page that lost the answer can find out what
 * happened. PAYMENT_LEASE_MS sets how long a try with a call id may take.
 */
export const charge = action(
  calls.once({
    args: { amount: v.number(), token: v.string(), callId: v.optional(v.string()) },
    returns: v.object({ transactionId: v.string() }),
    handler: async (ctx, { amount, token, callId }, call): Promise<{ transactionId: string }> => {
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
        async () => chargeCard(amount, token, await keyOf(ctx, callId ?? call.id)),
      )
    },
  }),
)

/**
 * Takes the money for an order. A paid order is not charged again: the answer is its transaction. A declined card is
 * an answer too: `success: false`, with the reason.
 */
export const processPayment = internalAction({
  args: { orderId: v.id('orders'), amount: v.number() },
  returns: v.object({
    success: v.boolean(),
    transactionId: v.optional(v.string()),
    reason: v.optional(v.string()),
  }),
  handler: async (
    ctx,
    { orderId, amount },
  ): Promise<{ success: boolean; transactionId?: string; reason?: string }> => {
    const order = await ctx.runQuery(internal.orders.get, { id: orderId })
    if (!order) throw new ConvexError('This order does not exist any more.')
    if (order.transactionId !== undefined) return { success: true, transactionId: order.transactionId }
    if (order.paymentToken === undefined) return { success: false, reason: 'This order has no card.' }

    // Not a call id: whoever pays, and after whatever went wrong, it is one charge for each order and card.
    const key = `${order.paymentToken} ${orderId}`
    const charged = await chargeCard(amount, order.paymentToken, key).catch((error: unknown) => {
      if (error instanceof Refusal) return error
      throw error
    })
    if (charged instanceof Refusal) return { success: false, reason: charged.data }
    const { transactionId } = charged
    await ctx.runMutation(internal.orders.markPaid, { orderId, transactionId })
    return { success: true, transactionId }
  },
})

/** Opens a payment page of Stripe, or of the service at PAYMENT_SERVICE_URL. The page leads back to the app. */
export const createCheckoutSession = action({
  args: { priceId: v.string(), successUrl: v.string(), cancelUrl: v.string() },
  returns: v.object({ url: v.string() }),
  handler: async (_ctx, { priceId, successUrl, cancelUrl }) => {
    if (![successUrl, cancelUrl].every((url) => /^https?:\/\/\S+$/.test(url))) {
      throw new ConvexError('The shop has no web address to come back to.')
    }
    const response = await callPaymentService('checkout/sessions', {
      mode: 'payment',
      'line_items[0][price]': priceId,
      'line_items[0][quantity]': '1',
      success_url: successUrl,
      cancel_url: cancelUrl,
    })
    const answer = await response.json()
    if (answer.error?.code === 'resource_missing') {
      throw new ConvexError(`There is nothing for sale as “${priceId}”.`)
    }
    if (!response.ok) throw new ConvexError(answer.error?.message ?? 'The payment service refused this sale.')
    return { url: answer.url }
  },
})

/** The key of a call at the payment service. A call id belongs to one user, and the service knows no users. */
async function keyOf({ auth }: Pick<ActionCtx, 'auth'>, callId: string): Promise<string> {
  const user = await auth.getUserIdentity()
  return user ? `${user.tokenIdentifier} ${callId}` : callId
}

async function chargeCard(
  amount: number,
  token: string,
  idempotencyKey: string,
): Promise<{ transactionId: string }> {
  const charge = { amount: String(amount), currency: 'usd', source: token }
  const response = await callPaymentService('charges', charge, idempotencyKey)
  const answer = await response.json()
  if (response.status === 402) throw new Refusal(answer.error?.message ?? 'The card was declined.')
  if (!response.ok) throw new ConvexError('The payment service did not accept this payment.')
  return { transactionId: answer.id }
}

function callPaymentService(
  path: string,
  form: Record<string, string>,
  idempotencyKey?: string,
): Promise<Response> {
  const service = process.env.PAYMENT_SERVICE_URL ?? 'https://api.stripe.com'
  return callService('payment', `${service}/v1/${path}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${process.env.STRIPE_SECRET_KEY}`,
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    },
    body: new URLSearchParams(form),
  })
}
