import { expect, test } from 'vitest'
import { describeCounts, kills } from './run.js'

test('a payment that is cut off anywhere is paid at most once, and its page is never told anything untrue', {
  timeout: 60_000,
}, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  console.log(`seed ${seed}`)
  const counts = await kills({ executions: 200, seed })
  console.log(describeCounts(counts))
  expect(counts).toMatchObject({
    executions: 200,
    lost: 0,
    falseNotSent: 0,
    unsealed: 0,
    falseSuccess: 0,
    falseAnswer: 0,
    twice: 0,
    unexplained: 0,
    wrong: [],
  })
  // Payments really happened, were cut off, and were asked about.
  expect(counts.effects).toBeGreaterThan(0)
  expect(counts.ends.success).toBeGreaterThan(0)
  expect(counts.ends['connection, not-sent']).toBeGreaterThan(0)
})
