import type { ActionClient } from '@convex-action/core'
import { convexToJson } from 'convex/values'
import { type Args, contender, type Receipt } from '../contender.js'
import handWritten, { HandWritten } from './hand-written.js'

/** Encodes its arguments once, as `ConvexClient` does before it sends them. */
class Encoding extends HandWritten {
  protected override call(client: ActionClient, args: Args): Promise<Receipt> {
    convexToJson(args)
    return super.call(client, args)
  }
}

export default contender<Encoding>({
  ...handWritten,
  name: 'with encoding',
  make: (client) => new Encoding(client),
})
