import { Connection } from '../src/connection.js'
import { ActionError } from '../src/errors.js'
import type { Execution } from '../src/execution.js'
import { tableInterpreter } from '../src/interpreter.js'
import { Line } from '../src/line.js'
import type { Owner } from '../src/owner.js'
import { Screen } from '../src/screen.js'
import { Steps } from '../src/steps.js'
import { send } from './actions.js'

/** A store for an execution that a test runs alone: calls are never answered, and nothing is told of the end. */
export const ownerOf = (more: Partial<Owner<Execution>> = {}): Owner<Execution> => ({
  name: 'emails:send',
  reference: send,
  protocol: { needed: '', isSentAgain: false, check: () => ({}), send: () => new Promise(() => {}) },
  connection: new Connection({ action: () => new Promise(() => {}) }),
  steps: new Steps({ round() {} }),
  interpret: () => tableInterpreter.start({ action: 'emails:send', callId: undefined }),
  line: new Line(),
  screen: new Screen(),
  isSameUser: () => true,
  admits: () => true,
  errorOf: (failure, attempt) => new ActionError({ ...failure, action: 'emails:send', attempt }),
  settled() {},
  ...more,
})
