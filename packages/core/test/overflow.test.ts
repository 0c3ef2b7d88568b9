import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// In a process of its own: a stack that ends inside of Node can leave its timers broken, and Node prints about it.
test('option callId.create that executes forever is stopped, and the store keeps working', () => {
  const program = fileURLToPath(new URL('overflow.ts', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program], { encoding: 'utf8' })
  expect(JSON.parse(stdout || '{}'), stderr).toEqual({
    reported: 'RangeError: Maximum call stack size exceeded',
    data: 'charged',
    status: 'success',
    args: { amount: 2 },
  })
})
