import { disturb } from '../../shared/disturb.js'
import { isRequest, readWire } from './wire.js'

const lookEveryMs = 50

/** How long a function is seen to run before the connection is cut, and how long each answer takes after that. */
const runningMs = 1500
const questionMs = 1000

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Lets what is asked after a lost answer be seen to be asked. */
export async function slowQuestions(): Promise<void> {
  await disturb?.({ delay: questionMs })
  await wait(2 * questionMs)
}

/** Holds answers back until a request has arrived, then cuts the connection: it runs, and its answer never comes. */
export async function loseNextAnswer(isStillWanted: () => boolean): Promise<void> {
  const count = async () => (await readWire())?.entries.filter(isRequest).length ?? 0
  const before = await count()
  while (isStillWanted() && (await count()) === before) await wait(lookEveryMs)
  if (isStillWanted()) await wait(runningMs)
  if (isStillWanted()) await disturb?.({ kill: true })
}
