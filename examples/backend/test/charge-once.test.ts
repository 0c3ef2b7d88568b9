import { createActionStore } from '@convex-action/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

test('ten connections that break before the answer charge a card once', { timeout: 30_000 }, async () => {
  // The client reconnects at once when the network is back, as in a browser.
  const network = new EventTarget()
  vi.stubGlobal('window', network)
  onTestFinished(() => void vi.unstubAllGlobals())
  const { backend, services, client } = await startExample()
  client.subscribeToConnectionState(({ isWebSocketConnected }) => {
    if (!isWebSocketConnected) network.dispatchEvent(new Event('online'))
  })
  backend.faults.on(
    (message, direction) => direction === 'out' && message.type === 'ActionResponse',
    'kill',
    { times: 10 },
  )
  const store = createActionStore(api.payments.charge, {
    client,
    callId: 'callId',
    retries: { limit: 10, delay: 1 },
    concurrency: 'drop',
  })
  const { transactionId } = await store.execute({ amount: 4200, token: 'tok_visa' })
  expect(store.getState()).toMatchObject({ status: 'success', attempt: 11, inFlight: 0 })
  expect(backend.runs('payments:charge')).toBe(11)
  expect(services.payment.charges).toEqual([{ id: transactionId, amount: 4200, token: 'tok_visa' }])
})

test('a card that is refused is refused once, and "Try again" asks with the same call id', async () => {
  const { services, client } = await startExample()
  services.payment.behave({ refuse: 'The card was declined.' })
  const store = createActionStore(api.payments.charge, { client, callId: 'callId', retries: 3 })
  const refused = {
    kind: 'application',
    delivery: 'responded',
    message: 'The card was declined.',
    attempt: 1,
  }
  await expect(store.execute({ amount: 4200, token: 'tok_visa' })).rejects.toMatchObject(refused)
  services.payment.behave()
  await expect(store.retry()).rejects.toMatchObject(refused)
  expect(services.payment.received).toHaveLength(1)
})
