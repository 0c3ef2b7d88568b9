import { expect, test } from 'vitest'
import { api } from '../convex/_generated/api.js'
import { startExample } from './setup.js'

test('a report is a CSV file that can be downloaded', async () => {
  const { client } = await startExample()
  const report = await client.action(api.reports.generate, { month: 'february' })
  expect(report).toMatchObject({ fileName: 'sales-february.csv', rows: 28 })
  const response = await fetch(report.downloadUrl)
  expect(response.headers.get('content-type')).toContain('text/csv')
  const lines = (await response.text()).trimEnd().split('\n')
  expect(lines).toHaveLength(29)
  expect(lines[0]).toBe('day,orders,revenue')
  expect(lines[1]).toMatch(/^2025-02-01,\d+,\d+\.\d\d$/)
})

test('with a call id, each step can be watched while it happens', async () => {
  const { client, connect } = await startExample({ REPORT_STEP_MS: '30' })
  const seen: unknown[] = []
  const ready = new Promise<void>((resolve) => {
    connect().onUpdate(api.reports.progress, { callId: 'r1' }, (step) => {
      seen.push(step)
      resolve()
    })
  })
  await ready
  await client.action(api.reports.generate, { month: 'March', callId: 'r1' })
  await expect.poll(() => seen.at(-1)).toEqual({ done: 4, of: 4, label: 'Done' })
  expect(seen).toEqual([
    null,
    { done: 0, of: 4, label: 'Collecting the orders' },
    { done: 1, of: 4, label: 'Adding up the days' },
    { done: 2, of: 4, label: 'Checking the totals' },
    { done: 3, of: 4, label: 'Writing the file' },
    { done: 4, of: 4, label: 'Done' },
  ])
})

test('without a call id, only the file is written', async () => {
  const { client, backend } = await startExample()
  await client.action(api.reports.generate, { month: 'may' })
  expect(backend.runs('reports:setProgress')).toBe(0)
})

test('an unknown month is refused with a clear message', async () => {
  const { client } = await startExample()
  await expect(client.action(api.reports.generate, { month: 'smarch' })).rejects.toMatchObject({
    data: 'There is no month called “smarch”.',
  })
})
