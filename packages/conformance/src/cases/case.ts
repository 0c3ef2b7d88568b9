import type { Feature, Harness } from '../harness.js'

/** A promise to a user, and how it is kept. */
export interface Case {
  name: string
  needs?: Feature
  /** Whether a framework may complain on the console: of what a component throws, it does. */
  isLoud?: boolean
  run(harness: Harness): Promise<void>
}
