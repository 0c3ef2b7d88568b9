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

/** How many requests have arrived at the server. */
export const countRequests = async (): Promise<number> =>
  (await readWire())?.entries.filter(isRequest).length ?? 0

/**
 * Waits until more requests than `before` have arrived, then cuts the connection. Answers are held back meanwhile: so it runs, and its
 * answer never comes.
 */
export async function loseNextAnswer(before: number, isStillWanted: () => boolean): Promise<void> {
  while (isStillWanted() && (await countRequests()) === before) await wait(lookEveryMs)
  if (isStillWanted()) await wait(runningMs)
  if (isStillWanted()) await disturb?.({ kill: true })
}
