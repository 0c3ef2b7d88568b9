import { ConvexError, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { action, internalMutation, query } from './_generated/server.js'

const sender = 'hello@example.com'

/** Sends an e-mail through SendGrid, or whatever EMAIL_SERVICE_URL names. */
export const send = action({
  args: { to: v.string(), subject: v.string(), body: v.string() },
  returns: v.object({ messageId: v.string() }),
  handler: async (ctx, { to, subject, body }): Promise<{ messageId: string }> => {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to)) throw new ConvexError(`“${to}” is not an e-mail address.`)
    const service = process.env.EMAIL_SERVICE_URL ?? 'https://api.sendgrid.com'
    const response = await fetch(`${service}/v3/mail/send`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${process.env.SENDGRID_API_KEY}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({
        personalizations: [{ to: [{ email: to }] }],
        from: { email: sender },
        subject,
        content: [{ type: 'text/plain', value: body }],
      }),
    }).catch(() => {
      throw new ConvexError('The e-mail service cannot be reached right now. Please try again later.')
    })
    if (response.status >= 500) {
      throw new ConvexError('The e-mail service is out of order right now. Please try again later.')
    }
    if (!response.ok) throw new ConvexError(await refusal(response))
    const messageId = response.headers.get('X-Message-Id') ?? crypto.randomUUID()
    await ctx.runMutation(internal.emails.record, { messageId, to, subject })
    return { messageId }
  },
})

async function refusal(response: Response): Promise<string> {
  const answer = await response.json().catch(() => null)
  return answer?.errors?.[0]?.message ?? 'The e-mail service refused this e-mail.'
}

/** The ten newest e-mails, without their addresses. */
export const list = query({
  args: {},
  returns: v.array(v.object({ messageId: v.string(), subject: v.string(), sentAt: v.number() })),
  handler: async (ctx) => {
    const emails = await ctx.db.query('emails').order('desc').take(10)
    return emails.map(({ messageId, subject, _creationTime }) => ({
      messageId,
      subject,
      sentAt: _creationTime,
    }))
  },
})

/** Notes an e-mail that was sent: actions cannot write to the database themselves. */
export const record = internalMutation({
  args: { messageId: v.string(), to: v.string(), subject: v.string() },
  returns: v.null(),
  handler: async (ctx, email) => {
    await ctx.db.insert('emails', email)
    return null
  },
})
