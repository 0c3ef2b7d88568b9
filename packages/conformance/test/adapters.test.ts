import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const packages = new URL('../../', import.meta.url)

test.each(['vue', 'react', 'svelte'])('every file of the %s adapter can be read at once', (name) => {
  const folder = new URL(`${name}/src/`, packages)
  for (const file of readdirSync(folder)) {
    const source = readFileSync(new URL(file, folder), 'utf8')
    expect(source.split('\n').length, file).toBeLessThan(100)
    // An adapter translates: it knows a store, and neither the machine nor its events.
    expect(source, file).not.toMatch(/xstate|core\/machine/)
  }
})
