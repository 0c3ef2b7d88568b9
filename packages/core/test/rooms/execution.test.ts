import { expect, test } from 'vitest'
import { createActionStore, createMutationStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { save, send } from '../actions.js'
import { macrotask } from '../promises.js'
import { catchReports } from '../surroundings.js'

const reported = catchReports()

test('what a client throws once an execution has ended is reported, and the result holds', async () => {
  const cause = new Error('from the client')
  const client = createFakeClient()
  client.subscribeToConnectionState = () => () => {
    throw cause
  }
  const store = createActionStore(send, { client })
  const result = store.execute({ to: 'ada' })
  client.resolve(send, { messageId: 'm1' })
  expect(await result).toEqual({ messageId: 'm1' })
  expect(reported).toEqual([cause])
})

test('a result that comes for a former user rejects, and says that the server answered', async () => {
  let user = 'ada'
  const client = createFakeClient()
  const store = createActionStore(send, { client, identity: () => user })
  const result = store.execute({ to: 'ada' })
  user = 'bob'
  client.resolve(send, { messageId: 'm1' })
  await expect(result).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
})

test('a mutation of a former user ends, too, when its client is closed while the connection is gone', async () => {
  let user = 'ada'
  const client = createFakeClient()
  const store = createMutationStore(save, { client, identity: () => user })
  const result = store.mutate({ item: 'tea' })
  user = 'bob'
  store.identify()
  client.disconnect()
  await macrotask()
  await client.close()
  await expect(result).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'unknown' })
})
