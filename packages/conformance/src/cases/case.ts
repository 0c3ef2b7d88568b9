import type { Feature, Harness } from '../harness.js'

/** A promise to a user, and a test of it. */
export interface Case {
  name: string
  needs?: Feature
  /** Whether the framework may complain on the console, as it does about errors in a component. */
  isLoud?: boolean
  run(harness: Harness): Promise<void>
}
