import type { Contender } from '../contender.js'

/** The settings of a run. */
export interface Settings {
  /** A quick run: the figures are rough. */
  isQuick: boolean
}

/** The unit of a figure. */
export type Unit = 'ns' | 'bytes' | 'ms'

export interface Measure {
  /** The name in the table. */
  name: string
  unit: Unit
  /** Whether it applies to this contender. */
  suits(contender: Contender): boolean
  /** The kind and number of items, if the same is measured for several numbers. */
  scale?: { of: string; items: number }
  /** Measures once, in a separate process. */
  run(load: () => Promise<Contender>, settings: Settings): Promise<number>
}

/** Whether it has a state to show and is not a component. */
export const isStore: Measure['suits'] = ({ read, isComponent }) => !!read && !isComponent

/** Whether it is not a component: a store or a bare promise. */
export const isPlain: Measure['suits'] = ({ isComponent }) => !isComponent
