import { expect, test, vi } from 'vitest'
import { idle, Screen, type Showable } from '../../src/screen.js'

const pending = (more: Partial<Showable> = {}): Showable => ({
  state: 'sent',
  data: undefined,
  error: null,
  progress: undefined,
  call: { args: { to: 'ada' }, id: 'id-1' },
  tries: { count: 2 },
  ...more,
})

test('before anything is shown, all screens show the same idle state, which nobody can change', () => {
  expect(new Screen().state).toBe(new Screen().state)
  expect(Object.isFrozen(idle)).toBe(true)
  expect(idle).toMatchObject({ status: 'idle', pending: false, error: null, attempt: 0, inFlight: 0 })
})

test('an execution that is shown gives the state its fields', () => {
  const screen = new Screen()
  screen.show(pending({ progress: 'half' }))
  screen.publish(3)
  expect(screen.state).toEqual({
    status: 'pending',
    pending: true,
    phase: 'running',
    data: undefined,
    error: null,
    args: { to: 'ada' },
    callId: 'id-1',
    attempt: 2,
    canRetry: false,
    inFlight: 3,
    progress: 'half',
  })
})

test('a state is published once, and only where a field differs', () => {
  const screen = new Screen()
  const listener = vi.fn()
  screen.subscribe(listener)
  screen.publish(0)
  expect(listener).toHaveBeenCalledTimes(1)
  screen.publish(1)
  const { state } = screen
  screen.publish(1)
  expect(listener).toHaveBeenCalledTimes(2)
  expect(screen.state).toBe(state)
})

test('updates of an execution that is not shown change nothing', () => {
  const screen = new Screen()
  screen.show(pending())
  screen.update(pending({ state: 'success', data: 'not mine', progress: 'not mine' }))
  screen.publish(0)
  expect(screen.state).toMatchObject({ data: undefined, progress: undefined })
})

test('data stays when the execution is hidden, and is gone once the screen is cleared', () => {
  const screen = new Screen()
  const execution = pending({ state: 'success', data: 7 })
  screen.show(execution)
  screen.update(execution)
  screen.hide()
  screen.publish(0)
  expect(screen.state).toMatchObject({ status: 'idle', data: 7, args: undefined })
  screen.clear()
  screen.publish(0)
  expect(screen.state.data).toBeUndefined()
})

test('a listener that subscribes during a publication hears it once', () => {
  const screen = new Screen()
  const late = vi.fn()
  let isFirst = true
  screen.subscribe(({ inFlight }) => {
    if (inFlight && isFirst) screen.subscribe(late)
    if (inFlight) isFirst = false
  })
  screen.publish(1)
  expect(late).toHaveBeenCalledTimes(1)
})

test('a screen is watched as long as anyone is subscribed', () => {
  const screen = new Screen()
  expect(screen.isWatched).toBe(false)
  const unsubscribe = screen.subscribe(() => {})
  expect(screen.isWatched).toBe(true)
  unsubscribe()
  expect(screen.isWatched).toBe(false)
})
