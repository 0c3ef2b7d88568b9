import { type ActionClient, createActionStore } from '../../src/index.js'
import { watch } from '../stores.js'
import { api } from './api.js'

/** A store of `health:echo`, with what it publishes. */
export function echoStore(client: ActionClient) {
  const store = createActionStore(api.health.echo, { client })
  return { store, seen: watch(store) }
}
