import { v } from 'convex/values'
import { internalMutation } from './_generated/server.js'
import { embed } from './embedding.js'

const users = [
  { subject: 'ada', name: 'Ada', email: 'ada@example.com' },
  { subject: 'bob', name: 'Bob', email: 'bob@example.com' },
  { subject: 'grace', name: 'Grace', email: 'grace@example.com' },
]

const orders = [
  { items: [{ name: 'Notebook', quantity: 2, price: 450 }], paymentToken: 'tok_visa' },
  { items: [{ name: 'Tea pot', quantity: 1, price: 3900 }], paymentToken: 'tok_mastercard' },
  {
    items: [{ name: 'Umbrella, on a card that is declined', quantity: 1, price: 1950 }],
    paymentToken: 'tok_chargeDeclined',
  },
]

const documents = [
  { title: 'At most once', text: 'Convex runs an action at most once and never repeats it by itself.' },
  { title: 'No database', text: 'An action has no database. It reads by a query and writes by a mutation.' },
  { title: 'Payments', text: 'Charge a card in an action, and give the payment service an idempotency key.' },
  { title: 'Files', text: 'Upload a photo to storage, and let an action make a thumbnail of the image.' },
  { title: 'Reminders', text: 'The scheduler runs a function later, in seconds or in days.' },
  { title: 'Signing in', text: 'A token says who the user is. The backend verifies its signature.' },
]

/** Writes the initial data of the example, unless there are users already: `npx convex run seed:run`. */
export const run = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    if (await ctx.db.query('users').first()) return null
    for (const user of users) await ctx.db.insert('users', user)
    for (const order of orders) {
      const amount = order.items.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
      await ctx.db.insert('orders', { ...order, amount })
    }
    for (const document of documents) {
      const embedding = embed(`${document.title} ${document.text}`)
      await ctx.db.insert('documents', { ...document, embedding })
    }
    return null
  },
})
