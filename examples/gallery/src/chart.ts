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
