import { ConvexClient, ConvexHttpClient } from 'convex/browser'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { useConvexAction } from '../src/index.js'
import { api, inComponent } from './setup.js'

const backendUrl = inject('backendUrl')
const silent = { logVerbose() {}, log() {}, warn() {}, error() {} }

function connect(): ConvexClient {
  const client = new ConvexClient(backendUrl, { logger: silent, unsavedChangesWarning: false })
  onTestFinished(() => client.close())
  return client
}

async function wire(): Promise<{ direction: string; message: { type: string; udfPath: string } }[]> {
  return (await (await fetch(`${backendUrl}/_local/wire`)).json()).entries
}

test('an action really runs, with the client that the plugin provides', async () => {
  const { result: email } = inComponent(() => useConvexAction(api.emails.send), connect())
  const promise = email.execute({ to: 'ada' })
  expect(email.phase.value).toBe('queued')
  expect(await promise).toEqual({ messageId: 'to-ada' })
  expect(email.status.value).toBe('success')
  expect(email.data.value).toEqual({ messageId: 'to-ada' })
})

test('it runs over HTTP too', async () => {
  const { result: email } = inComponent(
    () => useConvexAction(api.emails.send),
    new ConvexHttpClient(backendUrl, { logger: false }),
  )
  expect(await email.execute({ to: 'ada' })).toEqual({ messageId: 'to-ada' })
})

test('what the function refuses is shown in its own words', async () => {
  const { result: email } = inComponent(() => useConvexAction(api.emails.send), connect())
  await expect(email.execute({ to: 'nobody' })).rejects.toThrow('There is no such address.')
  expect(email.error.value).toMatchObject({ kind: 'application', delivery: 'responded' })
})

test('a connection that is lost while the action runs is shown, and what is unknown then', async () => {
  const { result: hang } = inComponent(() => useConvexAction(api.emails.hang), connect())
  hang.execute()
  await vi.waitFor(async () => {
    const requests = (await wire()).filter(({ message }) => message.type === 'Action')
    expect(requests.map(({ message }) => message.udfPath)).toContain('emails:hang')
  })
  await fetch(`${backendUrl}/_local/faults`, { method: 'POST', body: JSON.stringify({ kill: true }) })
  await vi.waitFor(() => expect(hang.status.value).toBe('error'))
  expect(hang.error.value).toMatchObject({ kind: 'connection', delivery: 'unknown' })
  expect(hang.inFlight.value).toBe(0)
})
