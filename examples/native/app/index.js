import { createActionStore, isActionError } from '@convex-action/core'
import { createActionObserver } from '@convex-action/core/observer'
import { recover } from '@convex-action/core/recovery'
import { createFakeClient } from '@convex-action/core/testing'
import { ConvexActionProvider, useConvexAction, useInFlight } from '@convex-action/react'
import { ConvexProvider } from 'convex/react'
import { anyApi } from 'convex/server'
import { createElement } from 'react'
import { create } from 'react-test-renderer'

const { emails, payments, calls } = anyApi
const client = createFakeClient()
const observer = createActionObserver()

function Email() {
  const inFlight = useInFlight()
  const { execute, status, phase, callId, data } = useConvexAction(emails.send, { callId: 'callId' })
  Object.assign(Email, { execute, shown: { inFlight, status, phase, callId, data } })
  return null
}

/** Waits until the component shows this status and this number in flight. */
async function until(status, inFlight) {
  while (Email.shown?.status !== status || Email.shown.inFlight !== inFlight)
    await new Promise((resolve) => setTimeout(resolve))
  return Email.shown
}

/** Sends an e-mail from a component, and returns what it showed. */
async function sendEmail() {
  const provided = createElement(ConvexActionProvider, { observer }, createElement(Email))
  create(createElement(ConvexProvider, { client }, provided))
  const shown = [await until('idle', 0)]
  Email.execute({ to: 'ada@example.com' })
  shown.push(await until('pending', 1))
  client.resolve(emails.send, { messageId: 'message-1' })
  return [...shown, await until('success', 0)]
}

/** Pays with a store that recovers lost calls and remembers them, and returns the outcome. */
async function pay() {
  const lonely = createFakeClient()
  const recovery = recover(calls, { remember: 'checkout' })
  const store = createActionStore(payments.charge, { client: lonely, concurrency: 'drop', recovery })
  const paid = store.execute({ amount: 4200 })
  const { call } = lonely.calls(payments.charge)[0].args
  lonely.resolve(payments.charge, { transactionId: 'transaction-1' })
  return { call, paid: await paid }
}

/** What happens to a failure without a listener, and to a callback that throws. */
async function fail() {
  const store = createActionStore(emails.send, {
    client,
    onError() {
      throw new Error('a mistake in a callback')
    },
  })
  const failed = store.execute({ to: 'ada@example.com' })
  client.disconnect()
  const error = await failed.catch((error) => error)
  return isActionError(error) && JSON.parse(JSON.stringify(error))
}

// A bundle has no exports.
Object.assign(globalThis, { sendEmail, pay, fail })
