import { callbacks } from './callbacks.js'
import { calls } from './calls.js'
import type { Case } from './case.js'
import { concurrency } from './concurrency.js'
import { connection } from './connection.js'
import { fields } from './fields.js'
import { identity } from './identity.js'
import { keyed } from './keyed.js'
import { lifecycle } from './lifecycle.js'
import { methods } from './methods.js'
import { observer } from './observer.js'
import { options } from './options.js'
import { provider } from './provider.js'
import { ready } from './ready.js'
import { recovery } from './recovery.js'
import { reload } from './reload.js'
import { sharing } from './sharing.js'

/** All cases of the suite. */
export const cases: Case[] = [
  ...fields,
  ...methods,
  ...concurrency,
  ...connection,
  ...calls,
  ...recovery,
  ...reload,
  ...callbacks,
  ...lifecycle,
  ...sharing,
  ...options,
  ...identity,
  ...ready,
  ...provider,
  ...observer,
  ...keyed,
]
