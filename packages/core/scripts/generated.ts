import { type AnyStateMachine, type AnyStateNode, type StateValue, transition } from 'xstate'
import { getAdjacencyMap } from 'xstate/graph'
import { actionMachine, type ExecutionEvent } from '../src/action-machine.js'
import { leaf } from '../src/leaf.js'

/** Every event the machine knows. */
export const eventTypes = actionMachine.events as ExecutionEvent['type'][]

/** The phase of a pending state: its name below `pending`. */
function phaseOf(value: StateValue): string | undefined {
  if (typeof value === 'string') return undefined
  const inner = Object.values(value)[0] as StateValue
  return typeof inner === 'string' ? inner : Object.keys(inner)[0]
}

/** Every reachable state, with XState's answer to every event. */
export const reachable = (machine: AnyStateMachine = actionMachine) =>
  Object.values(getAdjacencyMap(machine, { events: machine.events.map((type) => ({ type })) })).map(
    ({ state }) => ({
      state: leaf(state.value),
      phase: phaseOf(state.value),
      answers: machine.events.map((type) => {
        const [next, actions] = transition(machine, state, { type })
        return { event: type, next: leaf(next.value), effects: actions.map((action) => action.type) }
      }),
    }),
  )

const effectsNamed = (states: ReturnType<typeof reachable>) => [
  ...new Set(states.flatMap(({ answers }) => answers.flatMap(({ effects }) => effects))),
]

/** Every effect of the machine, in order of appearance. */
export const effectNames = effectsNamed(reachable())

/** The text of `src/transitions.generated.ts`. */
export function table(machine: AnyStateMachine = actionMachine): string {
  const states = reachable(machine)
  const effectNames = effectsNamed(states)
  const phases = states.map(({ state, phase }) => `  ${state}: ${phase && `'${phase}'`},`)
  const rows = states.map(({ state, answers }) => {
    const cells = answers
      .filter(({ next, effects }) => next !== state || effects.length)
      .map(({ event, next, effects }) => `    ${event}: ['${next}', [${effects.map(quoted).join(', ')}]],`)
    return cells.length ? `  ${state}: {\n${cells.join('\n')}\n  },` : `  ${state}: {},`
  })
  return `// Written by \`pnpm generate\` from action-machine.ts: the next state and the effects of every (state, event).
/** The names of all effects. */
export const effectNames = [
${effectNames.map((name) => `  '${name}',`).join('\n')}
] as const

/** The name of an effect of the machine. */
export type EffectName = (typeof effectNames)[number]

/** The phase of each pending state, and undefined for the other states. Those have the same name as their status. */
export const phases = {
${phases.join('\n')}
} as const

/** The name of an innermost state of the machine. */
export type StateName = keyof typeof phases
/** The name of an event of the machine. */
export type EventName = ${machine.events.map(quoted).join(' | ')}

/** The answer to an event: the next state and the effects to run. */
type Answer = readonly [next: StateName, effects: readonly EffectName[]]

/** The answer to each event in each state. An event that is missing changes nothing. */
export const transitions: Record<StateName, Partial<Record<EventName, Answer>>> = {
${rows.join('\n')}
}
`
}

const quoted = (name: string) => `'${name}'`

/** Actions appear in a machine as `setup` received them: by name or as objects. */
const nameOf = (action: unknown) => (typeof action === 'string' ? action : (action as { type: string }).type)

function draw(node: AnyStateNode): string[] {
  return [
    ...(node.initial?.target ?? []).map((first) => `[*] --> ${first.key}`),
    ...Object.values(node.states).flatMap((child) => [
      ...(child.type === 'compound'
        ? [`state ${child.key} {`, ...draw(child).map((line) => `  ${line}`), '}']
        : []),
      ...drawArrows(child),
    ]),
  ]
}

function drawArrows(state: AnyStateNode): string[] {
  const arrows = [...state.transitions.values()]
    .flat()
    .filter(({ target, actions }) => target || actions.length)
    .flatMap(({ source, target = [source], eventType, actions }) =>
      target.map((next) => ({ next, label: [eventType, ...actions.map(nameOf)].join(' / ') })),
    )
  // Mermaid hides a label where two arrows lead from a group of states to its side. So they lead there through a point.
  const endsOnly = arrows.length > 1 && arrows.every(({ next }) => next.type === 'final')
  const from = endsOnly ? `${state.key}Ends` : state.key
  return [
    ...(endsOnly ? [`state ${from} <<choice>>`, `${state.key} --> ${from}`] : []),
    ...arrows.map(({ next, label }) => `${from} --> ${next.key}: ${label}`),
  ]
}

/** The machine as a Mermaid state diagram. */
export const chart = (machine: AnyStateMachine = actionMachine): string =>
  ['stateDiagram-v2', ...draw(machine.root).map((line) => `  ${line}`), ''].join('\n')

const statesIn = (node: AnyStateNode): AnyStateNode[] =>
  Object.values(node.states).flatMap((child) => [child, ...statesIn(child)])

const cellOf = (actions: readonly unknown[]) => actions.map((action) => `\`${nameOf(action)}\``).join(', ')

/** What the machine does as it enters and leaves each state, as a table in Markdown. */
export function effectsTable(machine: AnyStateMachine = actionMachine): string {
  const rows = statesIn(machine.root)
    .filter(({ entry, exit }) => entry.length + exit.length)
    .map(({ key, entry, exit }) => [`\`${key}\``, cellOf(entry), cellOf(exit)])
  const head = ['state', 'entry', 'exit']
  // Each column as wide as its longest cell, as Biome formats it.
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const lines = [head, widths.map((width) => '-'.repeat(width)), ...rows]
  return lines
    .map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`)
    .join('')
}

const [open, close] = ['<!-- statechart: written by `pnpm generate` -->', '<!-- /statechart -->']

/** The page that shows the picture, from the root of the repository. */
export const pageWithChart = 'docs/how-it-works.md'

/** `text` with the machine's picture and table between the two markers; throws when they are missing. */
export function insertChart(text: string): string {
  const [start, end] = [text.indexOf(open), text.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`The page has no ${open} … ${close}.`)
  return `${text.slice(0, start + open.length)}\n\n\`\`\`mermaid\n${chart()}\`\`\`\n\n${effectsTable()}\n${text.slice(end)}`
}
