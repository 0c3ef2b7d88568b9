import type { TokenVerifier } from './auth.js'
import type { Faults } from './faults.js'
import type { Functions } from './functions.js'
import type { Repeats } from './repeats.js'
import type { Timers } from './timers.js'
import type { WireLog } from './wire.js'

/** What all sockets and HTTP requests of a server share. */
export type Host = {
  functions: Functions
  faults: Faults
  wire: WireLog
  timers: Timers
  auth: TokenVerifier | undefined
  mutations: Repeats
}
