import { expect, test } from 'vitest'
import { Connection } from '../../src/connection.js'
import { outlookOf } from '../../src/outlook.js'
import type { StateName } from '../../src/transitions.generated.js'
import { Tries } from '../../src/tries.js'

const sockets = {
  open: { isWebSocketConnected: true, connectionCount: 1, connectionRetries: 0 },
  opening: { isWebSocketConnected: false, connectionCount: 0, connectionRetries: 0 },
  lost: { isWebSocketConnected: false, connectionCount: 1, connectionRetries: 0 },
  another: { isWebSocketConnected: true, connectionCount: 2, connectionRetries: 0 },
  closed: { isWebSocketConnected: false, connectionCount: 1, connectionRetries: 0 },
}

type Case = [
  state: StateName,
  at: keyof typeof sockets,
  outlook: unknown,
  how?: 'fail' | 'again' | 'handed over',
]
const cases: Case[] = [
  ['queued', 'open', 'send'],
  ['queued', 'opening', 'wait'],
  ['queued', 'lost', 'wait'],
  ['queued', 'closed', 'closed'],
  ['queued', 'opening', 'wait', 'fail'],
  ['queued', 'lost', 'offline', 'fail'],
  ['queued', 'lost', 'wait', 'handed over'],
  ['sent', 'open', undefined],
  ['sent', 'lost', 'lost'],
  ['sent', 'another', 'lost'],
  ['sent', 'closed', 'lost'],
  ['sent', 'lost', 'wait', 'again'],
  ['sent', 'another', undefined, 'again'],
  ['sent', 'closed', 'lost', 'again'],
  ['lost', 'lost', undefined],
  ['lost', 'closed', undefined],
  ['retrying', 'open', undefined],
  ['retrying', 'lost', 'wait'],
  ['retrying', 'closed', 'closed'],
]

const names = {
  fail: ', where offline is "fail"',
  again: ', where the client sends it again',
  'handed over': ', where offline is "fail" and an earlier try was handed over',
}

for (const [state, at, outlook, how] of cases) {
  test(`${state}, with a connection that is ${at}${how ? names[how] : ''}: ${outlook ?? 'goes on'}`, () => {
    let socket = sockets.open
    const client = {
      closed: false,
      action: async () => {},
      connectionState: () => socket,
      subscribeToConnectionState: () => () => {},
    }
    const connection = new Connection(client)
    const tries = new Tries()
    if (state === 'sent' || how === 'handed over') tries.handOver(connection)
    socket = sockets[at]
    client.closed = at === 'closed'
    const options = { offline: how === 'fail' || how === 'handed over' ? ('fail' as const) : undefined }
    expect(outlookOf({ state, options, tries }, connection, how === 'again')).toBe(outlook)
  })
}
