import { expect, test } from 'vitest'
import { describeCounts, soak } from './soak.js'

test('over a bad connection, no execution is lost, sent twice or reported wrongly', {
  timeout: 60_000,
}, async () => {
  const counts = await soak({ executions: 500, seed: 3, calm: 600 })
  console.log(describeCounts(counts))
  expect(counts).toMatchObject({ executions: 500, settled: 500, lost: 0, duplicated: 0, wrong: [] })
  // Executions really ran, and faults really occurred.
  expect(counts.runs).toBeGreaterThan(0)
  expect(counts.ends.success).toBeGreaterThan(0)
  const cutOff = Object.keys(counts.ends).filter((end) => /^(closed|connection|offline),/.test(end))
  expect(cutOff).not.toEqual([])
})
