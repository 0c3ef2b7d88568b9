import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/**
 * Registers a test of each file of an adapter, whose sources are in the folder `src` beside the folder of its tests.
 *
 * @param caller `import.meta.url` of the test that calls this.
 */
export function testSources(caller: string): void {
  const folder = resolve(fileURLToPath(caller), '../../src')
  describe('an adapter translates, and decides nothing', () => {
    test.each(readdirSync(folder))('%s can be read at once, and knows a store, not the machine', (file) => {
      const source = readFileSync(resolve(folder, file), 'utf8')
      expect(source.split('\n').length).toBeLessThan(100)
      expect(source).not.toMatch(/xstate|core\/machine/)
    })
  })
}
