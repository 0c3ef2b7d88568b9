import type { FakeClient } from '../src/testing.js'

/** Counts the listeners that a client's connection has, from now on. */
export function countListeners(client: FakeClient): () => number {
  const { subscribeToConnectionState } = client
  let count = 0
  client.subscribeToConnectionState = (listener) => {
    const unsubscribe = subscribeToConnectionState(listener)
    count++
    return () => {
      count--
      unsubscribe()
    }
  }
  return () => count
}

/** One call of an action, whose promise the test settles. */
export interface Answer {
  resolve(data: unknown): void
  reject(error: unknown): void
}

/**
 * Lets a test settle the promises of a client's actions by hand, with any error and even without a connection, where
 * the fake client itself delivers no answer. The answers are in the order of the calls.
 */
export function answerByHand(client: FakeClient): Answer[] {
  const { action } = client
  const answers: Answer[] = []
  client.action = (reference, args) =>
    new Promise((resolve, reject) => {
      answers.push({ resolve, reject })
      action(reference, args).then(resolve, reject)
    })
  return answers
}
