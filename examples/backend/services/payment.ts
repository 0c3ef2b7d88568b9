import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type CheckoutSession, Checkouts } from './checkout.js'
import { type Behaviour, json, problem, type StandIn, startStandIn } from './stand-in.js'

/** A request for a charge as the service received it. `amount` is in cents. */
export type ReceivedCharge = { amount: number; token: string; idempotencyKey: string | undefined }

/** A charge that was made. `amount` is in cents. */
export type Charge = { id: string; amount: number; token: string }

/** Also `honourIdempotencyKey`: answer a repeated key with the first charge, as Stripe does. Default: `false`. */
export type PaymentBehaviour = Behaviour & { honourIdempotencyKey?: boolean }

/**
 * Stands in for Stripe's `POST /v1/charges`, where the token `tok_chargeDeclined` is always declined, and for `POST
 * /v1/checkout/sessions` with the payment page of a session. A page reads the charges at `GET /_charges`.
 */
export type PaymentService = StandIn<ReceivedCharge, PaymentBehaviour> & {
  /** The charges made, oldest first. */
  charges: readonly Charge[]
  /** The checkout sessions opened, oldest first. */
  sessions: readonly CheckoutSession[]
}

/** Starts it on the given port, or a free one. */
export async function startPaymentService(port?: number): Promise<PaymentService> {
  const charges: Charge[] = []
  const chargeOfKey = new Map<string, Charge>()
  const charge = (amount: number, token: string): Charge => {
    const made = { id: `ch_${randomUUID().replaceAll('-', '')}`, amount, token }
    charges.push(made)
    return made
  }
  const checkouts = new Checkouts(charge)
  const service = await startStandIn<ReceivedCharge, PaymentBehaviour>({
    port,
    forget: () => {
      charges.length = 0
      chargeOfKey.clear()
      checkouts.clear()
    },
    respond: async ({ request, body, response, received, told }) => {
      if (request.url === '/_charges') return json(response, 200, charges)
      const form = new URLSearchParams(body)
      if (request.url !== '/v1/charges') return checkouts.respond(request, form, told, response)
      const amount = Number(form.get('amount'))
      const token = form.get('source') ?? ''
      const idempotencyKey = request.headers['idempotency-key']?.toString()
      received.push({ amount, token, idempotencyKey })
      const { delay = 0, refuse, fail, honourIdempotencyKey } = told
      if (delay > 0) await setTimeout(delay)
      if (fail) return json(response, 503, problem('Service unavailable'))
      if (refuse || token === 'tok_chargeDeclined') {
        const message = typeof refuse === 'string' ? refuse : 'Your card was declined.'
        return json(response, 402, { error: { type: 'card_error', code: 'card_declined', message } })
      }
      const earlier = honourIdempotencyKey && idempotencyKey ? chargeOfKey.get(idempotencyKey) : undefined
      const made = earlier ?? charge(amount, token)
      if (idempotencyKey) chargeOfKey.set(idempotencyKey, made)
      json(response, 200, { id: made.id, object: 'charge', amount, paid: true })
    },
  })
  return { ...service, charges, sessions: checkouts.sessions }
}
