import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type Behaviour, json, type StandIn, startStandIn } from './stand-in.js'

/** A request for a charge as it arrived; `amount` in cents. */
export type ReceivedCharge = { amount: number; token: string; idempotencyKey: string | undefined }

/** Money that moved; `amount` in cents. */
export type Charge = { id: string; amount: number; token: string }

/** Also `honourIdempotencyKey`: answer a repeated key with the first charge, as Stripe does. Default false. */
export type PaymentBehaviour = Behaviour & { honourIdempotencyKey?: boolean }

/** Stands in for Stripe's `POST /v1/charges`. The token `tok_chargeDeclined` is always declined. */
export type PaymentService = StandIn<ReceivedCharge, PaymentBehaviour> & {
  /** The charges made, oldest first. */
  charges: readonly Charge[]
}

/** Starts it on the given port, or a free one. */
export async function startPaymentService(port?: number): Promise<PaymentService> {
  const received: ReceivedCharge[] = []
  const charges: Charge[] = []
  const chargeOfKey = new Map<string, Charge>()
  const told: { current: PaymentBehaviour } = { current: {} }
  const service = await startStandIn({
    port,
    received,
    told,
    clear: () => {
      received.length = 0
      charges.length = 0
      chargeOfKey.clear()
    },
    respond: async (request, text, response) => {
      const form = new URLSearchParams(text)
      const amount = Number(form.get('amount'))
      const token = form.get('source') ?? ''
      const idempotencyKey = request.headers['idempotency-key']?.toString()
      received.push({ amount, token, idempotencyKey })
      const { delay = 0, refuse, fail, honourIdempotencyKey } = told.current
      if (delay > 0) await setTimeout(delay)
      if (fail) return json(response, 503, { error: { message: 'Service unavailable' } })
      if (refuse || token === 'tok_chargeDeclined') {
        const message = typeof refuse === 'string' ? refuse : 'Your card was declined.'
        return json(response, 402, { error: { type: 'card_error', code: 'card_declined', message } })
      }
      const earlier = honourIdempotencyKey && idempotencyKey ? chargeOfKey.get(idempotencyKey) : undefined
      const charge = earlier ?? { id: `ch_${randomUUID().replaceAll('-', '')}`, amount, token }
      if (!earlier) charges.push(charge)
      if (idempotencyKey) chargeOfKey.set(idempotencyKey, charge)
      json(response, 200, { id: charge.id, object: 'charge', amount, paid: true })
    },
  })
  return { ...service, charges }
}
