import { callbacks } from './callbacks.js'
import { calls } from './calls.js'
import type { Case } from './case.js'
import { concurrency } from './concurrency.js'
import { connection } from './connection.js'
import { fields } from './fields.js'
import { identity } from './identity.js'
import { lifecycle } from './lifecycle.js'
import { methods } from './methods.js'
import { options } from './options.js'
import { recovery } from './recovery.js'
import { sharing } from './sharing.js'

/** The suite. */
export const cases: Case[] = [
  ...fields,
  ...methods,
  ...concurrency,
  ...connection,
  ...calls,
  ...recovery,
  ...callbacks,
  ...lifecycle,
  ...sharing,
  ...options,
  ...identity,
]
