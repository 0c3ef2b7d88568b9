/** Where something stands in the picture, in pixels. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** A state of the machine, by its name there. */
export interface ChartState {
  name: string
  /** The state that this one is part of. */
  parent: string | undefined
  /** The state inside of it that it starts with. */
  first: string | undefined
  isFinal: boolean
  /** What it does on the way in and on the way out. */
  effects: string[]
  box: Box
}

/** What leads from one state to another; without an event, from a dot to the state that is the first. */
export interface ChartTransition {
  from: string
  to: string
  event: string | undefined
  /** The line, as an SVG path. */
  path: string
  label: Box | undefined
}

/** A machine as a picture. */
export interface Chart {
  width: number
  height: number
  states: ChartState[]
  dots: Box[]
  transitions: ChartTransition[]
}

declare const __CHART__: Chart

/** Laid out from the machine of `@convex-action/core/machine` when this page is built. */
export const chart = __CHART__

const stateOf = (name: string) => chart.states.find((state) => state.name === name)

/** A state and those that it is part of. */
export function withParents(name: string): string[] {
  const parent = stateOf(name)?.parent
  return [name, ...(parent ? withParents(parent) : [])]
}

/** The state that you are in after entering this one: a state with states inside starts with its first. */
export const entered = (name: string): string => {
  const first = stateOf(name)?.first
  return first ? entered(first) : name
}

/** The transitions that lead from one state to another, by the shortest way; none where there is no way. */
export function wayBetween(from: string, to: string): ChartTransition[] {
  const ways = new Map<string, ChartTransition[]>([[from, []]])
  // A map tells its keys in order, also those that come up meanwhile: the nearest first.
  for (const [state, way] of ways) {
    for (const transition of chart.transitions) {
      const isOut = transition.event && withParents(state).includes(transition.from)
      const next = entered(transition.to)
      if (isOut && !ways.has(next)) ways.set(next, [...way, transition])
    }
  }
  return ways.get(to) ?? []
}
