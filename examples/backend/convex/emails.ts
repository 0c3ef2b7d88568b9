import { ConvexError, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { type ActionCtx, action, internalMutation, query } from './_generated/server.js'
import { runOnce } from './idempotency.js'
import { callService, reasonOf } from './service.js'

const sender = 'hello@example.com'

/** Sends an e-mail through SendGrid, or through the service at EMAIL_SERVICE_URL. */
export const send = action({
  args: { to: v.string(), subject: v.string(), body: v.string() },
  returns: v.object({ messageId: v.string() }),
  handler: async (ctx, email): Promise<{ messageId: string }> => {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.to)) {
      throw new ConvexError(`“${email.to}” is not an e-mail address.`)
    }
    return { messageId: await deliver(ctx, email) }
  },
})

/** Welcomes a user by e-mail. With a call id the e-mail is sent once, however often this action is called. */
export const sendWelcome = action({
  args: { userId: v.id('users'), callId: v.optional(v.string()) },
  returns: v.null(),
  handler: async (ctx, { userId, callId }): Promise<null> => {
    const user = await ctx.runQuery(internal.users.get, { id: userId })
    if (!user) throw new ConvexError('This user does not exist any more.')
    const { name, email } = user
    return runOnce(ctx, { name: 'emails.sendWelcome', id: callId, args: { userId } }, async () => {
      await deliver(ctx, { to: email, subject: 'Welcome!', body: `Welcome ${name}!` })
      await ctx.runMutation(internal.users.markWelcomed, { id: userId })
      return null
    })
  },
})

async function deliver(
  ctx: ActionCtx,
  { to, subject, body }: { to: string; subject: string; body: string },
): Promise<string> {
  const service = process.env.EMAIL_SERVICE_URL ?? 'https://api.sendgrid.com'
  const response = await callService('e-mail', `${service}/v3/mail/send`, {
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
  })
  if (!response.ok) throw new ConvexError(await reasonOf(response, 'The e-mail service refused this e-mail.'))
  const messageId = response.headers.get('X-Message-Id') ?? crypto.randomUUID()
  await ctx.runMutation(internal.emails.record, { messageId, to, subject })
  return messageId
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

/** Records a sent e-mail. Actions cannot write to the database themselves. */
export const record = internalMutation({
  args: { messageId: v.string(), to: v.string(), subject: v.string() },
  returns: v.null(),
  handler: async (ctx, email) => {
    await ctx.db.insert('emails', email)
    return null
  },
})
