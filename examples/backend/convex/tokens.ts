'use node'

import { randomBytes } from 'node:crypto'
import { v } from 'convex/values'
import { action } from './_generated/server.js'

/** Returns a token that nobody can guess: 32 random bytes of Node's `crypto`, in hexadecimal. */
export const generate = action({
  args: {},
  returns: v.string(),
  handler: async () => randomBytes(32).toString('hex'),
})
