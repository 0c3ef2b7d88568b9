import { api } from '@convex-action/example-backend/api'
import { useConvexAction } from '@convex-action/vue'
import { computed } from 'vue'
import { timeOf } from '../../../shared/format.js'
import { define } from '../entry.js'
import { area, number, pick, text } from '../fields/index.js'
import { useLive } from '../use-live.js'

/** Functions that write to people. */
export const messages = {
  'emails.send': define({
    title: 'Send an e-mail',
    about:
      'It calls a service. After ten seconds it gives up, and says whether the e-mail may have been sent.',
    form: {
      to: text('To', 'ada@example.com'),
      subject: text('Subject', 'Welcome!'),
      body: area('Message', 'Thanks for signing up.'),
    },
    use: () => useConvexAction(api.emails.send, { timeout: 10_000 }),
    run: ({ execute }, email) => execute(email),
    show: ({ messageId }) => ({ text: 'Sent.', code: messageId }),
    live: {
      title: 'E-mails sent',
      use: () => {
        const emails = useLive(api.emails.list, {})
        return computed(() => emails.value?.map(({ subject, sentAt }) => `${timeOf(sentAt)}  ${subject}`))
      },
    },
  }),

  'emails.sendWelcome': define({
    title: 'Welcome a user',
    about:
      'It reads with a query, calls a service, and writes with a mutation. Its call id makes sure that one e-mail is sent.',
    form: { userId: pick('User', api.users.list, {}, ({ _id, name }) => ({ value: _id, text: name })) },
    use: () => useConvexAction(api.emails.sendWelcome, { callId: 'callId', retries: 2 }),
    run: ({ execute }, user) => execute(user),
    show: () => ({ text: 'The user is welcomed.' }),
    live: {
      title: 'Users',
      use: () => {
        const users = useLive(api.users.list, {})
        return computed(() =>
          users.value?.map(
            ({ name, welcomedAt }) =>
              `${name}: ${welcomedAt ? `welcomed at ${timeOf(welcomedAt)}` : 'not welcomed yet'}`,
          ),
        )
      },
    },
  }),

  'reminders.schedule': define({
    title: 'Schedule a reminder',
    about: 'It asks the scheduler to run another function later. The list below is a live query.',
    form: {
      userId: pick('User', api.users.list, {}, ({ _id, name }) => ({ value: _id, text: name })),
      seconds: number('Seconds from now', 5),
    },
    use: () => useConvexAction(api.reminders.schedule, { callId: 'callId', retries: 2 }),
    run: ({ execute }, reminder) => execute(reminder),
    show: ({ dueAt }) => ({ text: `The reminder is due at ${timeOf(dueAt)}.` }),
    live: {
      title: 'Reminders sent',
      use: () => {
        const reminders = useLive(api.reminders.list, {})
        return computed(() => reminders.value?.map(({ text, sentAt }) => `${timeOf(sentAt)}  ${text}`))
      },
    },
  }),
}
