import { recover } from '@convex-action/core/recovery'
import { api } from '@convex-action/example-backend/api'
import { useConvexAction, useConvexMutation } from '@convex-action/vue'
import { computed } from 'vue'
import { inDollars } from '../../../shared/format.js'
import { define } from '../entry.js'
import { choice, number, pick, text } from '../fields/index.js'
import { useLive } from '../use-live.js'

type Order = (typeof api.orders.listOpen)['_returnType'][number]

const nameOf = ({ items, amount }: Order) =>
  `${items.map(({ quantity, name }) => `${quantity} × ${name}`).join(', ')}: ${inDollars(amount)}`

const paidOrders = {
  title: 'Orders that are paid',
  use: () => {
    const orders = useLive(api.orders.listPaid, {})
    return computed(() => orders.value?.map(nameOf))
  },
}

/** Functions that move money. */
export const money = {
  'payments.charge': define({
    title: 'Charge a card',
    about: 'Lose an answer, or cut the connection. The server tells the page what happened to the payment.',
    form: {
      amount: number('Amount in cents', 4200),
      token: choice('Card', { 'A card with money': 'tok_visa', 'A card without': 'tok_chargeDeclined' }),
    },
    use: () =>
      useConvexAction(api.payments.charge, { recovery: recover(api.calls), retries: 2, concurrency: 'drop' }),
    run: ({ execute }, payment) => execute(payment),
    show: ({ transactionId }) => ({ text: 'Paid.', code: transactionId }),
    isRemembered: true,
    paymentId: ({ callId }) => callId.value,
  }),

  'payments.createCheckoutSession': define({
    title: 'Open a checkout',
    about: 'It gives you an address. You pay there.',
    form: {
      priceId: text('Price', 'price_xxx'),
      successUrl: text('Address after paying', `${location.origin}/success`),
      cancelUrl: text('Address if you give up', `${location.origin}/cancel`),
    },
    use: () => useConvexAction(api.payments.createCheckoutSession),
    run: ({ execute }, checkout) => execute(checkout),
    show: ({ url }) => ({ text: 'The checkout is open.', link: { href: url, text: 'Go to the checkout' } }),
  }),

  'orders.pay': define({
    title: 'Pay an order',
    about: 'An order is paid once, however often you ask. One order has a card that is declined.',
    form: {
      orderId: pick('Order', api.orders.listOpen, {}, (order) => ({ value: order._id, text: nameOf(order) })),
    },
    use: () => useConvexAction(api.orders.pay, { callId: 'callId', retries: 2, concurrency: 'queue' }),
    run: ({ execute }, order) => execute(order),
    show: ({ transactionId }) => ({ text: 'The order is paid.', code: transactionId }),
    // The same for every call: it is the order that is paid once.
    paymentId: ({ args }) => (args.value as { orderId: string } | undefined)?.orderId,
    live: paidOrders,
  }),

  'orders.create': define({
    title: 'Save an order',
    about: 'This is a mutation. After a lost connection Convex sends it again. It runs once.',
    form: {
      items: choice('Cart', {
        'Two notebooks': [{ name: 'Notebook', quantity: 2, price: 450 }],
        'Nothing at all': [],
        'Half a tea pot': [{ name: 'Tea pot', quantity: 0.5, price: 3900 }],
      }),
      transactionId: text('Transaction', 'transaction-1'),
    },
    use: () => useConvexMutation(api.orders.create),
    run: ({ mutate }, order) => mutate(order),
    show: (id) => ({ text: 'The order is saved.', code: id }),
    live: paidOrders,
  }),
}
