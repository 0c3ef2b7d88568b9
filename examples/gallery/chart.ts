import type { ElkExtendedEdge, ElkNode, ElkPoint, LayoutOptions } from 'elkjs'
import ELK from 'elkjs/lib/elk.bundled.js'
import type { AnyStateMachine, AnyStateNode } from 'xstate'
import type { Box, Chart } from './src/chart.js'

// In pixels; a letter is as wide as in gallery.css, or a little less.
const line = 15
const letter = { name: 8.6, effect: 6.3, event: 8.2 }
const padding = 8
const dot = 10

/** Actions and guards stand in a machine as `setup` wrote them down, by name or as objects. */
const nameOf = (named: unknown) => (typeof named === 'string' ? named : (named as { type: string }).type)

/** What a state does on the way in and on the way out, and what it invokes, in lines of some thirty letters. */
const effectsOf = ({ entry, exit, invoke }: AnyStateNode) =>
  Object.entries({ entry, exit, invoke: invoke.map(({ src }) => src) })
    .filter(([, actions]) => actions.length)
    .flatMap(
      ([when, actions]) => `${when} / ${actions.map(nameOf).join(', ')}`.match(/\S.{0,31}(?= |$)/g) ?? [],
    )

const firstOf = (state: AnyStateNode) => state.initial?.target[0]?.key

/** What leads from a state elsewhere: by which event, and with a guard where it has one. What an invoked actor tells goes by its last words. */
const eventOf = ({ eventType, guard }: { eventType: string; guard?: unknown }) => {
  const event = eventType.replace(/^xstate\.(done|error|snapshot)\..*/, '$1')
  return guard ? `${event} [${nameOf(guard)}]` : event
}

function toNode(state: AnyStateNode, hasEffects: boolean): ElkNode {
  const effects = hasEffects ? effectsOf(state) : []
  const widths = [state.key.length * letter.name, ...effects.map(({ length }) => length * letter.effect)]
  const width = Math.max(...widths) + 2 * padding
  const height = line * (1.25 + effects.length) + padding
  if (state.type !== 'compound') return { id: state.key, width, height }
  return {
    id: state.key,
    layoutOptions: {
      // What it starts with stands first, and what leads back to that goes up.
      'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
      'elk.padding': `[top=${height}, left=${padding}, bottom=${padding}, right=${padding}]`,
    },
    ...contentOf(state, hasEffects),
  }
}

/** The states inside of one, a dot that leads to the first, and what leads from one to another. */
function contentOf(parent: AnyStateNode, hasEffects: boolean): Pick<ElkNode, 'children' | 'edges'> {
  const states = Object.values(parent.states)
  const start = `start of ${parent.key}`
  return {
    children: [{ id: start, width: dot, height: dot }, ...states.map((state) => toNode(state, hasEffects))],
    edges: [
      { id: start, sources: [start], targets: [firstOf(parent) ?? ''] },
      ...states.flatMap((state) =>
        [...state.transitions.values()].flat().flatMap((transition) =>
          (transition.target ?? []).map((next) => {
            const text = eventOf(transition)
            return {
              id: `${state.key} ${text}`,
              sources: [state.key],
              targets: [next.key],
              labels: [{ text, width: text.length * letter.event, height: line }],
            }
          }),
        ),
      ),
    ],
  }
}

/** To a tenth of a pixel. */
const round = (pixels: number) => Math.round(pixels * 10) / 10

const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box => ({
  x: round(x),
  y: round(y),
  width: round(width),
  height: round(height),
})

const nodesIn = (node: ElkNode): ElkNode[] =>
  (node.children ?? []).flatMap((child) => [child, ...nodesIn(child)])

const edgesIn = (node: ElkNode): ElkExtendedEdge[] =>
  [node, ...nodesIn(node)].flatMap(({ edges }) => edges ?? [])

const statesIn = (state: AnyStateNode): AnyStateNode[] =>
  Object.values(state.states).flatMap((child) => [child, ...statesIn(child)])

/** A way with rounded corners. */
function pathOf(points: ElkPoint[]): string {
  const between = (a: ElkPoint, b: ElkPoint, far: number) => {
    const length = Math.hypot(b.x - a.x, b.y - a.y)
    const part = Math.min(far / length, 0.5)
    return `${round(a.x + (b.x - a.x) * part)} ${round(a.y + (b.y - a.y) * part)}`
  }
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]]
      if (!before) return `M${round(point.x)} ${round(point.y)}`
      if (!after) return `L${round(point.x)} ${round(point.y)}`
      return `L${between(point, before, 6)}Q${round(point.x)} ${round(point.y)} ${between(point, after, 6)}`
    })
    .join('')
}

/**
 * Draws a machine: where each state stands, and the way of each transition.
 *
 * @param options `hasEffects`: whether each state says what it does on the way in and out. `more`: further options of ELK
 */
export async function layOut(
  { root: machine }: AnyStateMachine,
  { hasEffects = false, more = {} }: { hasEffects?: boolean; more?: LayoutOptions } = {},
): Promise<Chart> {
  const root: ElkNode = await new ELK().layout({
    id: machine.key,
    ...contentOf(machine, hasEffects),
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.layered.spacing.nodeNodeBetweenLayers': '7',
      'elk.layered.spacing.edgeNodeBetweenLayers': '6',
      'elk.spacing.edgeLabel': '3',
      'elk.padding': '[top=2, left=2, bottom=2, right=2]',
      'elk.json.shapeCoords': 'ROOT',
      'elk.json.edgeCoords': 'ROOT',
      ...more,
    },
  })
  const nodes = nodesIn(root)
  const box = (name: string) => boxOf(nodes.find(({ id }) => id === name) ?? {})
  return {
    width: root.width ?? 0,
    height: root.height ?? 0,
    states: statesIn(machine).map((state) => ({
      name: state.key,
      isFinal: state.type === 'final',
      effects: hasEffects ? effectsOf(state) : [],
      box: box(state.key),
    })),
    dots: nodes.filter(({ id }) => id.startsWith('start of ')).map(boxOf),
    transitions: edgesIn(root).map(
      ({ sources: [from = ''], targets: [to = ''], sections = [], labels = [] }) => ({
        from,
        to,
        event: labels[0]?.text,
        path: sections
          .map(({ startPoint, bendPoints = [], endPoint }) => pathOf([startPoint, ...bendPoints, endPoint]))
          .join(''),
        label: labels[0] && boxOf(labels[0]),
      }),
    ),
  }
}
