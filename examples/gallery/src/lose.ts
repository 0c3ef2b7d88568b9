import { disturb } from '../../shared/disturb.js'
import { isRequest, readWire } from './wire.js'

const lookEveryMs = 50

/** Holds answers back until a request has arrived, then cuts the connection: it runs, and its answer never comes. */
export async function loseNextAnswer(isStillWanted: () => boolean): Promise<void> {
  const count = async () => (await readWire())?.entries.filter(isRequest).length ?? 0
  const before = await count()
  while (isStillWanted() && (await count()) === before) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  if (isStillWanted()) await disturb?.({ kill: true })
}
