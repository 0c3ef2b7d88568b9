import { expect, test } from 'vitest'
import { createInterpreter } from '../../src/actor-interpreter.js'
import { tableInterpreter } from '../../src/interpreter.js'

const interpreters = { 'the table': tableInterpreter, 'an XState actor': createInterpreter() }

for (const [what, interpreter] of Object.entries(interpreters)) {
  test(`${what} returns what follows an event, and an unexpected event changes nothing`, () => {
    const execution = interpreter.start({ action: 'emails:send', callId: undefined })
    expect([execution.take('resolve'), execution.state]).toEqual([undefined, 'idle'])
    expect(execution.take('execute')).toContain('watchConnection')
    expect([execution.take('retryDue'), execution.state]).toEqual([undefined, 'queued'])
    expect(execution.take('connected')).toEqual(['send'])
    expect(execution.take('resolve')?.at(-1)).toBe('settle')
    expect([execution.take('resolve'), execution.take('reject'), execution.state]).toEqual([
      undefined,
      undefined,
      'success',
    ])
  })
}
