import { expect, test } from 'vitest'
import { Call } from '../../src/call.js'
import { Callbacks } from '../../src/callbacks.js'
import { Deferred } from '../../src/deferred.js'
import { Execution } from '../../src/execution.js'
import { Screen } from '../../src/screen.js'
import { ownerOf } from '../owner.js'

function setUp() {
  const told: unknown[] = []
  const note = (name: string) => ({ [name]: (...all: unknown[]) => void told.push([name, ...all]) })
  const options = { ...note('onExecute'), ...note('onSuccess'), ...note('onError'), ...note('onSettled') }
  const screen = new Screen<Execution>()
  const callbacks = new Callbacks('emails:send', screen, { newest: () => options })
  const owner = ownerOf({ screen, settled: (execution) => callbacks.add(execution) })
  const execution = new Execution(owner, {}, new Call({ to: 'ada' }, undefined), 0, new Deferred())
  return { screen, callbacks, execution, told }
}

test('the callbacks of a successful execution are called in this order, and then its promise resolves', async () => {
  const { callbacks, execution, told } = setUp()
  const promise = execution.deferred?.promise.then((data) => void told.push(data))
  callbacks.add(execution)
  execution.take('execute')
  execution.take('resolve', 7)
  callbacks.flush()
  await promise
  const context = { args: { to: 'ada' }, shown: false, mounted: false }
  expect(told).toEqual([
    ['onExecute', context],
    ['onSuccess', 7, context],
    ['onSettled', 7, null, context],
    7,
  ])
})

test('the callbacks of a failed execution receive its error, and whether it is shown and mounted', async () => {
  const { screen, callbacks, execution, told } = setUp()
  screen.show(execution)
  screen.subscribe(() => {})
  const promise = execution.deferred?.promise
  callbacks.add(execution)
  execution.take('execute')
  callbacks.flush()
  told.length = 0
  execution.end('canceled')
  callbacks.flush()
  const { error } = execution
  const context = { args: { to: 'ada' }, shown: true, mounted: true }
  expect(told).toEqual([
    ['onError', error, context],
    ['onSettled', undefined, error, context],
  ])
  await expect(promise).rejects.toBe(error)
})

test('executions are released after their callbacks: nothing is reported twice, and nothing holds a settled promise', () => {
  const { callbacks, execution, told } = setUp()
  callbacks.add(execution)
  execution.take('execute')
  execution.end('canceled')
  callbacks.flush()
  const { length } = told
  callbacks.flush()
  expect(told).toHaveLength(length)
  expect(execution.deferred).toBeUndefined()
})
