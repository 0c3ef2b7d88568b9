import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type Behaviour, json, type StandIn, startStandIn } from './stand-in.js'

/** An e-mail as it arrived. */
export type ReceivedEmail = { to: string; subject: string; body: string }

/** Stands in for SendGrid's `POST /v3/mail/send`. */
export type EmailService = StandIn<ReceivedEmail>

/** Starts it on the given port, or a free one. */
export async function startEmailService(port?: number): Promise<EmailService> {
  const received: ReceivedEmail[] = []
  const told: { current: Behaviour } = { current: {} }
  return startStandIn({
    port,
    received,
    told,
    clear: () => {
      received.length = 0
    },
    respond: async (_request, text, response) => {
      const mail = JSON.parse(text)
      received.push({
        to: mail.personalizations[0].to[0].email,
        subject: mail.subject,
        body: mail.content[0].value,
      })
      const { delay = 0, refuse, fail } = told.current
      if (delay > 0) await setTimeout(delay)
      if (fail) json(response, 503, { errors: [{ message: 'Service unavailable' }] })
      else if (refuse) {
        const message = refuse === true ? 'The recipient’s mailbox is full.' : refuse
        json(response, 400, { errors: [{ message }] })
      } else response.writeHead(202, { 'x-message-id': randomUUID() }).end()
    },
  })
}
