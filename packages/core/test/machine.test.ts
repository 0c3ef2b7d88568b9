import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createActor, setup } from 'xstate'
import {
  chart,
  effectNames,
  effectsTable,
  eventTypes,
  insertChart,
  pageWithChart,
  reachable,
  table,
} from '../scripts/generated.js'
import { actionMachine, type ExecutionEvent } from '../src/action-machine.js'
import { Call } from '../src/call.js'
import { Execution } from '../src/execution.js'
import { leaf } from '../src/leaf.js'
import { Steps } from '../src/steps.js'
import { phases, transitions } from '../src/transitions.generated.js'
import { ownerOf } from './owner.js'

type State = keyof typeof transitions
type Edges = Partial<Record<string, readonly [State, readonly string[]]>>
const edge = (state: string, event: string) => (transitions[state as State] as Edges)[event]
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

describe('the table that is shipped', () => {
  test('has exactly the states of the machine', () => {
    expect(Object.keys(transitions).sort()).toEqual(
      reachable()
        .map(({ state }) => state)
        .sort(),
    )
  })

  for (const { state, answers } of reachable()) {
    for (const { event, next, effects } of answers) {
      test(`says what XState says of "${event}" in "${state}"`, () => {
        expect(edge(state, event) ?? [state, []]).toEqual([next, effects])
      })
    }
  }

  test('behaves like a real XState actor for any events in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...eventTypes), { maxLength: 30 }), (events) => {
        const done: string[] = []
        const actions = Object.fromEntries(effectNames.map((name) => [name, () => done.push(name)]))
        const actor = createActor(actionMachine.provide({ actions })).start()
        const tabled: string[] = []
        let state = 'idle'
        for (const type of events) {
          if (actor.getSnapshot().status === 'active') actor.send({ type })
          const found = edge(state, type)
          if (!found) continue
          state = found[0]
          tabled.push(...found[1])
        }
        expect(state).toBe(leaf(actor.getSnapshot().value))
        expect(tabled).toEqual(done)
      }),
      { numRuns: 500 },
    )
  })

  test('knows for each state whether it is pending, and its phase', () => {
    expect(phases).toEqual({
      idle: undefined,
      queued: 'queued',
      sent: 'running',
      lost: 'running',
      checking: 'checking',
      retrying: 'retrying',
      success: undefined,
      error: undefined,
    })
  })

  test('keeps an effect of an event that leaves the state as it is', () => {
    const machine = setup({ actions: { count: () => {} } }).createMachine({
      initial: 'on',
      states: { on: { on: { again: { actions: 'count' }, nothing: {} } } },
    })
    expect(table(machine)).toContain("again: ['on', ['count']]")
    expect(table(machine)).not.toContain('nothing:')
    expect(chart(machine)).toContain('on --> on: again / count')
    expect(chart(machine)).not.toContain('nothing')
    expect(effectsTable(machine)).not.toContain('count')
  })

  test('and its picture on GitHub hides no label: two ends are drawn from a point', () => {
    expect(chart()).toMatch(
      /pending --> pendingEnds\n +pendingEnds --> success: resolve\n +pendingEnds --> error: reject/,
    )
  })

  test('was generated from the machine as it is now', () => {
    expect(read('../src/transitions.generated.ts'), 'run `pnpm generate`').toBe(table())
  })

  test('matches the picture and the table of the page about how it works', () => {
    const page = read(`../../../${pageWithChart}`)
    expect(page, 'run `pnpm generate`').toBe(insertChart(page))
  })
})

describe('an execution', () => {
  // Events that an effect raises wait, and here they wait forever.
  const owner = ownerOf({ steps: Object.assign(new Steps({ round() {} }), { run() {} }) })
  const path: Record<string, ExecutionEvent['type'][]> = {
    idle: [],
    queued: ['execute'],
    sent: ['execute', 'connected'],
    lost: ['execute', 'connected', 'lose'],
    checking: ['execute', 'connected', 'check'],
    retrying: ['execute', 'connected', 'retry'],
    success: ['execute', 'resolve'],
    error: ['execute', 'reject'],
  }

  for (const { state, answers } of reachable()) {
    for (const { event, next } of answers) {
      test(`that is "${state}" is "${next}" after "${event}"`, () => {
        const execution = new Execution(owner, {}, new Call({}, undefined), 0, undefined)
        for (const step of path[state] ?? []) execution.take(step)
        expect(execution.state).toBe(state)
        execution.take(event)
        expect(execution.state).toBe(next)
      })
    }
  }
})
