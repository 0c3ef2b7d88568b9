import type { Feature, Harness } from '../harness.js'
import { callbacks } from './callbacks.js'
import { calls } from './calls.js'
import { concurrency } from './concurrency.js'
import { connection } from './connection.js'
import { fields } from './fields.js'
import { identity } from './identity.js'
import { lifecycle } from './lifecycle.js'
import { methods } from './methods.js'
import { options } from './options.js'
import { sharing } from './sharing.js'

/** A promise to a user, and how it is kept. */
export interface Case {
  name: string
  needs?: Feature
  /** Whether a framework may complain on the console: of what a component throws, it does. */
  isLoud?: boolean
  run(harness: Harness): Promise<void>
}

/** The suite. */
export const cases: Case[] = [
  ...fields,
  ...methods,
  ...concurrency,
  ...connection,
  ...calls,
  ...callbacks,
  ...lifecycle,
  ...sharing,
  ...options,
  ...identity,
]
