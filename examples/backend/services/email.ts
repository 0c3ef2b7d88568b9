import { randomUUID } from 'node:crypto'
import { misbehave, type StandIn, startStandIn } from './stand-in.js'

/** An e-mail as the service received it. */
export type ReceivedEmail = { to: string; subject: string; body: string }

/** Stands in for SendGrid's `POST /v3/mail/send`. */
export type EmailService = StandIn<ReceivedEmail>

/** Starts it on the given port, or a free one. */
export function startEmailService(port?: number): Promise<EmailService> {
  return startStandIn<ReceivedEmail>({
    port,
    respond: async ({ body, response, received, told }) => {
      const mail = JSON.parse(body)
      const to = mail.personalizations[0].to[0].email
      received.push({ to, subject: mail.subject, body: mail.content[0].value })
      if (await misbehave(told, 'The recipient’s mailbox is full.', response)) return
      response.writeHead(202, { 'x-message-id': randomUUID() }).end()
    },
  })
}
