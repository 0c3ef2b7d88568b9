import type { Contender } from '../contender.js'

/** How much of it a run takes. */
export interface Settings {
  /** A short try: the figures are rough. */
  isQuick: boolean
}

/** What a figure is in. */
export type Unit = 'ns' | 'bytes' | 'ms'

export interface Measure {
  /** As the table has it. */
  name: string
  unit: Unit
  /** Whether it says anything of this contender. */
  suits(contender: Contender): boolean
  /** What it is done with and how often, where the same is done with more and with fewer. */
  scale?: { of: string; items: number }
  /** Does it once, in a process of its own. */
  run(load: () => Promise<Contender>, settings: Settings): Promise<number>
}

/** Whether it has a state to show and is no component. */
export const isStore: Measure['suits'] = ({ read, isComponent }) => !!read && !isComponent

/** Whether it is no component: a store, or a bare promise. */
export const isPlain: Measure['suits'] = ({ isComponent }) => !isComponent
