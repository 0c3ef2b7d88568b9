import { ConvexError } from 'convex/values'
import { describe, expect, test, vi } from 'vitest'
import { type ActionError, createActionStore, type MessageTable } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { send } from '../actions.js'
import { failureOf } from '../promises.js'
import { catchReports, holdTime, settle } from '../surroundings.js'

holdTime()
const reported = catchReports()

const german: MessageTable = {
  application: 'Der Server hat abgelehnt.',
  server: 'Auf dem Server ging etwas schief.',
  arguments: 'Diese Angaben können nicht gesendet werden.',
  connection: {
    'not-sent': 'Die Verbindung brach vorher ab.',
    unknown: 'Die Verbindung brach ab. Vielleicht hat es geklappt.',
  },
  offline: 'Keine Verbindung.',
  closed: 'Die Verbindung wurde beendet.',
  timeout: { 'not-sent': 'Zu langsam, nichts gesendet.', unknown: 'Zu langsam.' },
  canceled: 'Abgebrochen.',
  dropped: 'Läuft schon.',
  unavailable: 'Hier nicht verfügbar.',
  'identity-changed': 'Jemand anderes ist angemeldet.',
  'result-lost': 'Erledigt, aber das Ergebnis ging verloren.',
  unexpected: 'Etwas ging schief.',
}

describe('option messages', () => {
  test('gives a sentence for each kind, and for each delivery of that kind', async () => {
    const client = createFakeClient({ connected: false })
    const store = createActionStore(send, { client, timeout: 5, messages: german })
    const waiting = failureOf(store.execute({ to: 'ada' }))
    await vi.advanceTimersByTimeAsync(5)
    expect((await waiting).message).toBe('Zu langsam, nichts gesendet.')
    client.connect()
    const running = failureOf(store.execute({ to: 'ada' }))
    client.disconnect()
    await settle()
    expect((await running).message).toBe('Die Verbindung brach ab. Vielleicht hat es geklappt.')
    expect(store.getState().error?.message).toBe('Die Verbindung brach ab. Vielleicht hat es geklappt.')
  })

  test('also applies to calls that are refused before they start', async () => {
    const client = createFakeClient()
    const store = createActionStore(send, { client, concurrency: 'drop', messages: german })
    store.execute({ to: 'ada' })
    expect((await failureOf(store.execute({ to: 'bob' }))).message).toBe('Läuft schon.')
    const other = createActionStore(send, { client, messages: german })
    expect((await failureOf(other.execute(7 as never))).message).toBe(german.arguments)
    expect((await failureOf(other.retry())).message).not.toBe('')
  })

  test('keeps the server’s words: a ConvexError keeps its message', async () => {
    const client = createFakeClient()
    const store = createActionStore(send, { client, messages: german })
    const own = failureOf(store.execute({ to: 'ada' }))
    client.reject(send, new ConvexError('No such address.'))
    expect((await own).message).toBe('No such address.')
    const none = failureOf(store.execute({ to: 'ada' }))
    client.reject(send, new ConvexError({ code: 7 }))
    expect((await none).message).toBe(german.application)
  })

  test('may be a function of the error; if it returns no sentence, the error keeps its own', async () => {
    const client = createFakeClient()
    const messages = ({ kind, action, delivery }: ActionError) =>
      kind === 'server' ? `${action} says no (${delivery}).` : undefined
    const store = createActionStore(send, { client, messages })
    const failed = failureOf(store.execute({ to: 'ada' }))
    client.reject(send, new Error('boom'))
    expect((await failed).message).toBe('emails:send says no (responded).')
    const canceled = failureOf(store.execute({ to: 'ada' }))
    store.cancel()
    expect((await canceled).message).toBe(
      'This was canceled. This may have gone through, or may still go through. Check before you try again.',
    )
  })

  test('that throw or return no text are reported, and the error keeps its own sentence', async () => {
    const client = createFakeClient()
    let messages: () => never = () => {
      throw new Error('lost')
    }
    const store = createActionStore(send, () => ({ client, messages }))
    const first = failureOf(store.execute({ to: 'ada' }))
    store.cancel()
    messages = () => 7 as never
    const second = failureOf(store.execute({ to: 'ada' }))
    store.cancel()
    for (const failure of [first, second])
      expect((await failure).message).toBe(
        'This was canceled. This may have gone through, or may still go through. Check before you try again.',
      )
    expect(reported.map(String)).toEqual(['Error: lost', 'TypeError: Option "messages" must return text.'])
  })

  test('is read from the store first, then from the provider, at the time of the error', async () => {
    const client = createFakeClient()
    const provided = { client, messages: (() => 'first') as () => string }
    const plain = createActionStore(send, {}, provided)
    const own = createActionStore(send, { messages: () => 'own' }, provided)
    const failures = [plain, own].map((store) => failureOf(store.execute({ to: 'ada' })))
    provided.messages = () => 'second'
    for (const store of [plain, own]) store.cancel()
    expect((await Promise.all(failures)).map(({ message }) => message)).toEqual(['second', 'own'])
  })
})
