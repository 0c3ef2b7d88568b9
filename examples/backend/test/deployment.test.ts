import { readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { expect, test } from 'vitest'
import { functionsFolder } from '../index.js'
import { functions, type SourceFile, sources } from './modules.js'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const { node } = JSON.parse(read('../convex.json'))

// The bundler of `npx convex dev`, with the same settings.
const { build } = createRequire(createRequire(import.meta.url).resolve('convex/package.json'))('esbuild')
const bundle = ({ file, isNode }: SourceFile) =>
  build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'esnext',
    platform: isNode ? 'node' : 'browser',
    conditions: ['convex', 'module'],
    external: isNode ? node.externalPackages : [],
    logLevel: 'silent',
    metafile: true,
  })

test.each(sources)('$name can be bundled for the runtime that it asks for', async (source) => {
  const { metafile } = await bundle(source)
  const imports = Object.values<{ imports: { path: string; external?: boolean }[] }>(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external }) => external)
    .map(({ path }) => path)
  const allowed = source.isNode ? node.externalPackages : []
  expect(imports.filter((path) => !allowed.includes(path) && !(source.isNode && isBuiltin(path)))).toEqual([])
})

test('files for the Node runtime contain only actions, and there is such a file', () => {
  const isNode = new Set(sources.filter(({ isNode }) => isNode).map(({ name }) => name))
  const inNode = functions.filter(({ path }) => isNode.has(path.split(':')[0] ?? ''))
  expect(inNode.length).toBeGreaterThan(0)
  expect(inNode.filter(({ kind }) => kind !== 'action')).toEqual([])
})

test('other files use nothing that only Node has', () => {
  const onlyInNode = /\b(?:Buffer|require|__dirname|setImmediate)\b|\bprocess\.(?!env\b)/
  const wrong = sources.filter(({ isNode, text }) => !isNode && onlyInNode.test(withoutComments(text)))
  expect(wrong.map(({ name }) => name)).toEqual([])
})

test('every module is in the generated api, in the order that Convex writes', () => {
  const names = sources.map(({ name }) => name).sort()
  const api = readFileSync(`${functionsFolder}/_generated/api.d.ts`, 'utf8')
  const find = (pattern: RegExp) => [...api.matchAll(pattern)].map(([, name]) => name)
  expect(find(/^import type \* as (\w+) from/gm)).toEqual(names)
  expect(find(/^ {2}\w+: typeof (\w+);$/gm)).toEqual(names)
})

test('the README explains each environment variable that a function reads', () => {
  const config = readFileSync(`${functionsFolder}/auth.config.ts`, 'utf8')
  const used = [...sources.map(({ text }) => text), config].flatMap((text) =>
    [...text.matchAll(/process\.env\.(\w+)/g)].map(([, name]) => name),
  )
  const explained = [...read('../README.md').matchAll(/^\| `(\w+)` +\| \S/gm)].map(([, name]) => name)
  expect(explained.sort()).toEqual([...new Set(used)].sort())
})

function withoutComments(text: string): string {
  return text.replace(/\/\*.*?\*\/|\/\/.*$/gms, '')
}
