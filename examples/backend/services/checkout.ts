import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkoutPage } from './checkout-page.js'
import { type Behaviour, json, misbehave, problem } from './stand-in.js'

/** A sale that the customer pays on a page of the payment service. */
export type CheckoutSession = { id: string; priceId: string; status: 'open' | 'paid' }

type Sale = CheckoutSession & { successUrl: string; cancelUrl: string }

// In cents.
const prices: Record<string, { name: string; amount: number }> = {
  price_xxx: { name: 'Tea for a year', amount: 4200 },
}

/** The checkout of the stand-in for Stripe: it opens sessions and serves their payment page. */
export class Checkouts {
  readonly sessions: Sale[] = []
  readonly #charge: (amount: number, token: string) => unknown

  constructor(charge: (amount: number, token: string) => unknown) {
    this.#charge = charge
  }

  /** Forgets all sessions. */
  clear(): void {
    this.sessions.length = 0
  }

  /** Answers `POST /v1/checkout/sessions`, and `GET` and `POST` of a session's page. */
  async respond(
    request: IncomingMessage,
    form: URLSearchParams,
    told: Behaviour,
    response: ServerResponse,
  ): Promise<void> {
    if (request.url === '/v1/checkout/sessions') return this.#open(request, form, told, response)
    const sale = this.sessions.find(({ id }) => request.url === `/pay/${id}`)
    const price = prices[sale?.priceId ?? '']
    if (!sale || !price) return json(response, 404, problem('There is no such page.'))
    if (request.method !== 'POST') return html(response, 200, checkoutPage(price, sale))
    if (form.get('choice') === 'cancel') return redirect(response, sale.cancelUrl)
    if (told.refuse || told.fail) {
      const reason = typeof told.refuse === 'string' ? told.refuse : 'Your card was declined.'
      return html(response, 402, checkoutPage(price, sale, reason))
    }
    if (sale.status === 'open') this.#charge(price.amount, sale.id)
    sale.status = 'paid'
    redirect(response, sale.successUrl)
  }

  async #open(
    { headers }: IncomingMessage,
    form: URLSearchParams,
    told: Behaviour,
    response: ServerResponse,
  ): Promise<void> {
    if (await misbehave(told, 'Your account cannot take payments yet.', response)) return
    const priceId = form.get('line_items[0][price]') ?? ''
    if (!Object.hasOwn(prices, priceId)) {
      const error = { code: 'resource_missing', message: `No such price: '${priceId}'` }
      return json(response, 400, { error })
    }
    const id = `cs_${randomUUID().replaceAll('-', '')}`
    const successUrl = form.get('success_url') ?? ''
    const cancelUrl = form.get('cancel_url') ?? ''
    this.sessions.push({ id, priceId, status: 'open', successUrl, cancelUrl })
    json(response, 200, { id, object: 'checkout.session', url: `http://${headers.host}/pay/${id}` })
  }
}

function redirect(response: ServerResponse, url: string): void {
  response.writeHead(303, { location: url }).end()
}

function html(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page)
}
