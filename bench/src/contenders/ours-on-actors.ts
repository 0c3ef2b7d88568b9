import { createActionStore } from '@convex-action/core'
import { createInterpreter } from '@convex-action/core/machine'
import { charge, contender } from '../contender.js'
import ours from './ours.js'

const interpreter = createInterpreter()

/** The same store, with executions on XState actors. */
export default contender({
  ...ours,
  name: 'on actors',
  make: (client) => createActionStore(charge, { client, interpreter }),
})
