import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('a store that has executed 100,000 actions uses no more memory than one that has executed half as many', {
  timeout: 120_000,
}, () => {
  const program = fileURLToPath(new URL('memory.ts', import.meta.url))
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', program],
    { encoding: 'utf8' },
  )
  console.log(stdout.trim())
  expect(stdout + stderr).toContain('100000 executions')
  expect(status, stdout + stderr).toBe(0)
})
