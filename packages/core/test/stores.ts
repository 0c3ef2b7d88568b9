import { vi } from 'vitest'
import { type ActionOptions, type ActionState, createActionStore, type MutationStore } from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { charge, type progressOf, send } from './actions.js'

/** A state in a few words: `running, try 2, 1 in flight`. */
export const describeState = ({ status, phase, attempt, inFlight }: ActionState) =>
  [phase ?? status, attempt > 1 && `try ${attempt}`, inFlight > 0 && `${inFlight} in flight`]
    .filter(Boolean)
    .join(', ')

/** Records the phase or the status that a store shows from now on. */
export function watch(store: Pick<MutationStore, 'subscribe'>) {
  const states: ActionState[] = []
  store.subscribe((state) => states.push(state))
  return () => states.map(({ status, phase }) => phase ?? status)
}

/** A store of `send` with its client and what it publishes. */
export function setUp(
  options: ActionOptions<typeof send> = {},
  socket?: Parameters<typeof createFakeClient>[0],
) {
  const client = createFakeClient(socket)
  const store = createActionStore(send, { client, ...options })
  const states: ActionState[] = []
  const unsubscribe = store.subscribe((state) => states.push(state))
  return { client, store, states, unsubscribe, seen: () => states.map(describeState) }
}

/** A store of `charge`, which has a call id, with its client and what it publishes. */
export function setUpCharge(
  options: Partial<ActionOptions<typeof charge, 'callId', typeof progressOf>> = {},
  socket?: Parameters<typeof createFakeClient>[0],
) {
  const client = createFakeClient(socket)
  const all = { callId: 'callId', ...options } as ActionOptions<typeof charge, 'callId', typeof progressOf>
  const store = createActionStore(charge, all, { client })
  const states: ActionState[] = []
  store.subscribe((state) => states.push(state))
  const idOf = (call: number) => client.calls(charge)[call]?.args.callId
  /** Loses the connection during an execution and opens another. */
  const reconnect = async () => {
    client.disconnect()
    await vi.advanceTimersByTimeAsync(0)
    client.connect()
  }
  return { client, store, states, idOf, reconnect, seen: () => states.map(describeState) }
}
