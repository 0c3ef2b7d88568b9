import { checkSizes } from '../../scripts/size-limit.mjs'

export default checkSizes(
  [],
  [
    {
      name: "@convex-action/server, the app's side",
      import: '{ Calls, Refusal }',
      limit: '2.6 kB',
    },
  ],
)
