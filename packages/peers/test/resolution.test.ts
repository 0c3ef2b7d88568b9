import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const { resolve } = createRequire(import.meta.url)

/** The adapters that have a fixture. */
const adapters = new Set(readdirSync(at('peers/fixtures')).map((fixture) => fixture.split('-')[0] ?? ''))

/** The types that the compiler finds with `moduleResolution: node`, which ignores `exports`. */
function typesOf(name: string, from: string): string | undefined {
  const options = { moduleResolution: ts.ModuleResolutionKind.Node10 }
  return ts.resolveModuleName(name, at(from), options, ts.sys).resolvedModule?.resolvedFileName
}

test.each<[string, string]>([
  ['core', 'core/dist/index'],
  ['core/machine', 'core/dist/machine'],
  ['core/testing', 'core/dist/testing'],
  ...[...adapters].map((name) => [name, `${name}/dist/index`] as [string, string]),
])('a tool that ignores "exports" finds @convex-action/%s', (name, file) => {
  // For a folder, Node reads `main`, as such a tool does.
  expect(resolve(at(name))).toBe(at(`${file}.cjs`))
  const from = name.startsWith('core') ? 'vue/src/index.ts' : 'peers/test/index.ts'
  expect(typesOf(`@convex-action/${name}`, from)).toBe(at(`${file}.d.cts`))
})
