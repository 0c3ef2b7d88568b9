import type { LocalBackend } from '@convex-action/local-backend'
import { expect } from 'vitest'

/** Whether a message on the wire is the answer to an action. */
export const isAnswer = (message: { type: string }, direction: string) =>
  direction === 'out' && message.type === 'ActionResponse'

/** Keeps every answer back, until the returned function lets the next ones pass. */
export const holdAnswers = ({ faults }: LocalBackend) => faults.on(isAnswer, 'drop')

/** Loses the next answers. The returned function waits until they are lost. */
export function dropAnswers({ faults }: LocalBackend, times: number): () => Promise<void> {
  let lost = 0
  faults.on((...message) => isAnswer(...message) && ++lost > 0, 'drop', { times })
  return () => expect.poll(() => lost).toBe(times)
}

/** Keeps the next answer back, until the returned function delivers it, changed if it is given other fields. */
export function keepAnswer({ faults }: LocalBackend): (changes?: object) => Promise<void> {
  let kept: Parameters<typeof faults.send>[0] | undefined
  const keep: Parameters<typeof faults.on>[0] = (message, direction) => {
    if (isAnswer(message, direction)) kept = message
    return kept !== undefined
  }
  faults.on(keep, 'drop', { times: 1 })
  return async (changes) => {
    await expect.poll(() => kept).toBeDefined()
    if (kept) faults.send({ ...kept, ...changes })
  }
}

/** Lets the connection die of so many answers, or of every one, until the returned function ends it. */
export const killByAnswer = ({ faults }: LocalBackend, times?: number) =>
  faults.on(isAnswer, 'kill', { times })
