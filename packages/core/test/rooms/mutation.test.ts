import { expect, test } from 'vitest'
import { createMutationStore } from '../../src/index.js'
import { createFakeClient } from '../../src/testing.js'
import { save } from '../actions.js'

test('a client that loses the method "mutation" makes the call fail, not succeed', async () => {
  const client = createFakeClient()
  const store = createMutationStore(save, { client })
  Object.assign(client, { mutation: undefined })
  await expect(store.mutate({ item: 'tea' })).rejects.toMatchObject({ kind: 'unexpected' })
})
