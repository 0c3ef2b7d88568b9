import { expect, test } from 'vitest'
import { LimitedGate } from '../../src/keyed-gate.js'

/** Executions that wait at a gate. Each records when it enters. */
function setUp(limit: number) {
  const inside: string[] = []
  const gate = new LimitedGate(() => limit, undefined)
  const waiting = (name: string) => {
    const execution = {
      lookAtConnection() {
        if (gate.enter(execution)) inside.push(name)
      },
    }
    return execution
  }
  return { gate, inside, all: ['a', 'b', 'c'].map(waiting) as [Waiting, Waiting, Waiting] }
}
type Waiting = { lookAtConnection(): void }

test('the next execution enters when another leaves, in order of arrival', async () => {
  const { gate, inside, all } = setUp(1)
  for (const execution of all) execution.lookAtConnection()
  expect(inside).toEqual(['a'])
  gate.leave(all[0])
  expect(inside).toEqual(['a'])
  await Promise.resolve()
  expect(inside).toEqual(['a', 'b'])
})

test('executions inside stay inside, and a waiting execution is never overtaken', () => {
  const { gate, inside, all } = setUp(1)
  for (const execution of all) execution.lookAtConnection()
  expect(gate.enter(all[0])).toBe(true)
  gate.leave(all[0])
  all[2].lookAtConnection()
  expect(inside).toEqual(['a'])
})

test('an execution that gives up while waiting blocks no other', async () => {
  const { gate, inside, all } = setUp(1)
  for (const execution of all) execution.lookAtConnection()
  gate.leave(all[1])
  gate.leave(all[0])
  await Promise.resolve()
  expect(inside).toEqual(['a', 'c'])
})
