import { expect, test, vi } from 'vitest'
import { Steps } from '../../src/steps.js'

function setUp() {
  const done: string[] = []
  const after = { round: () => void done.push('round') }
  return { done, after, steps: new Steps(after) }
}

test('a step that another step adds runs after it in the same batch, followed by one round', () => {
  const { done, steps } = setUp()
  steps.run(() => {
    steps.run(() => void done.push('second'))
    done.push('first')
  })
  expect(done).toEqual(['first', 'second', 'round'])
})

test('steps that a round adds form the next batch', () => {
  const { done, after, steps } = setUp()
  let isFirst = true
  after.round = () => {
    done.push('round')
    if (isFirst) steps.run(() => void done.push('later'))
    isFirst = false
    done.push('round ends')
  }
  steps.run(() => void done.push('step'))
  expect(done).toEqual(['step', 'round', 'round ends', 'later', 'round', 'round ends'])
})

test('steps of held user code run only after it has returned', () => {
  const { done, steps } = setUp()
  const result = steps.hold(() => {
    steps.run(() => void done.push('step'))
    done.push('user code')
    return 7
  })
  expect(result).toBe(7)
  expect(done).toEqual(['user code', 'step', 'round'])
})

test('steps of user code that is held in a round run only after the round', () => {
  const { done, after, steps } = setUp()
  let isFirst = true
  after.round = () => {
    if (isFirst) {
      isFirst = false
      steps.hold(() => steps.run(() => void done.push('step')))
    }
    done.push('round ends')
  }
  steps.run(() => {})
  expect(done).toEqual(['round ends', 'step', 'round ends'])
})

test('a step that throws is reported, and the next one runs', () => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const { done, steps } = setUp()
  steps.run(() => {
    steps.run(() => void done.push('second'))
    throw new Error('first')
  })
  expect(reported).toHaveBeenCalledWith(new Error('first'))
  expect(done).toEqual(['second', 'round'])
  expect([steps.isRunning, steps.isStepping]).toEqual([false, false])
  vi.unstubAllGlobals()
})

test('more than 100 rounds in a row that add steps are endless, and the next call starts counting again', () => {
  const { after, steps } = setUp()
  let rounds = 0
  after.round = () => {
    rounds++
    if (!steps.isEndless()) steps.run(() => {})
  }
  steps.run(() => {})
  expect(rounds).toBe(101)
  expect(steps.isEndless()).toBe(false)
})

test('it is known whether a step is running, and whether a round is running', () => {
  const { after, steps } = setUp()
  const seen: [where: string, isRunning: boolean, isStepping: boolean][] = []
  const see = (where: string) => void seen.push([where, steps.isRunning, steps.isStepping])
  after.round = () => see('round')
  steps.run(() => {
    see('step')
    steps.run(() => see('next step'))
  })
  steps.hold(() => see('held'))
  see('outside')
  expect(seen).toEqual([
    ['step', true, true],
    ['next step', true, true],
    ['round', true, false],
    ['held', true, false],
    ['outside', false, false],
  ])
})

test('without waiting steps, nothing runs', () => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const { done, steps } = setUp()
  expect(steps.hold(() => 7)).toBe(7)
  steps.hold(() => steps.run(() => void done.push('step')))
  expect([done, reported.mock.calls]).toEqual([['step', 'round'], []])
  vi.unstubAllGlobals()
})
