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

const effectsOf = ({ entry, exit }: AnyStateNode) =>
  Object.entries({ entry, exit })
    .filter(([, actions]) => actions.length)
    .map(([when, actions]) => `${when} / ${actions.map(nameOf).join(', ')}`)

function draw(node: AnyStateNode): string[] {
  const children = Object.values(node.states)
  return [
    ...(node.initial?.target ?? []).map((first) => `[*] --> ${first.key}`),
    ...children.flatMap((child) => [
      ...(child.type === 'compound'
        ? [`state ${child.key} {`, ...draw(child).map((line) => `  ${line}`), '}']
        : [`${child.key}: ${[child.key, ...effectsOf(child)].join('<br>')}`]),
      ...[...child.transitions.values()]
        .flat()
        .filter(({ target, actions }) => target || actions.length)
        .flatMap(({ source, target = [source], eventType, actions }) =>
          target.map(
            (next) => `${source.key} --> ${next.key}: ${[eventType, ...actions.map(nameOf)].join(' / ')}`,
          ),
        ),
    ]),
    ...children
      .filter((child) => child.type === 'compound' && effectsOf(child).length)
      .map((child) => `note left of ${child.key}: ${effectsOf(child).join('<br>')}`),
  ]
}

/** The machine as a Mermaid state diagram. */
export const chart = (machine: AnyStateMachine = actionMachine): string =>
  ['stateDiagram-v2', ...draw(machine.root).map((line) => `  ${line}`), ''].join('\n')

const [open, close] = ['<!-- statechart: written by `pnpm generate` -->', '<!-- /statechart -->']

/** The page that shows the picture, from the root of the repository. */
export const pageWithChart = 'docs/how-it-works.md'

/** `text` with the picture between the two markers replaced; throws when they are missing. */
export function insertChart(text: string, picture: string): string {
  const [start, end] = [text.indexOf(open), text.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`The page has no ${open} … ${close}.`)
  return `${text.slice(0, start + open.length)}\n\n\`\`\`mermaid\n${picture}\`\`\`\n\n${text.slice(end)}`
}
