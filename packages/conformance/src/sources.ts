import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/**
 * Registers a test for each source file of an adapter. The sources are in the folder `src` beside the folder of the
 * tests.
 *
 * @param caller `import.meta.url` of the test.
 */
export function testSources(caller: string): void {
  const folder = resolve(fileURLToPath(caller), '../../src')
  describe('an adapter translates and does not decide', () => {
    test.each(readdirSync(folder))('%s is short and does not name the machine', (file) => {
      const source = readFileSync(resolve(folder, file), 'utf8')
      expect(source.split('\n').length).toBeLessThan(100)
      expect(source).not.toMatch(/xstate|core\/machine/)
    })
  })
}
