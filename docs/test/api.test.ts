import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { base, files, read } from './site.js'

const at = (path: string) => new URL(`../../packages/${path}`, import.meta.url)

/** The declarations of what an application can import, by the name that it is imported by. */
const declarations = Object.fromEntries(
  ['core', 'vue', 'react', 'svelte', 'server', 'nuxt'].flatMap((name) => {
    const { exports } = JSON.parse(readFileSync(at(`${name}/package.json`), 'utf8'))
    return Object.entries<{ types?: string; import?: { types: string } }>(exports).flatMap(([path, to]) => {
      const types = to.import?.types ?? to.types
      // What tools need has no page.
      const isForTools = /config|_generated/.test(path)
      return types && !isForTools ? [[`@convex-action/${name}${path.slice(1)}`, at(`${name}/${types}`)]] : []
    })
  }),
)

/** The names that are exported, as the built declarations say. */
function exportsOf(module: string): string[] {
  const text = readFileSync(declarations[module] ?? at(module), 'utf8')
  const named = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(',').map((name) =>
      name
        .replace(/^.* as /, '')
        .replace(/^\s*type /, '')
        .trim(),
    ),
  )
  const declared = [
    ...text.matchAll(/^export (?:declare )?(?:function|const|class|type|interface|(?=default )) ?(\w+)/gm),
  ].map(([, name = '']) => name)
  const again = [...text.matchAll(/^export (?:type )?\* from '([^']+)'/gm)].flatMap(([, from = '']) =>
    exportsOf(from),
  )
  return [...new Set([...named, ...declared, ...again])].filter(Boolean)
}

test.each(Object.keys(declarations))(
  'everything that %s exports has a page in the API reference',
  (module) => {
    const entry = `${base}api/${module.replace('@convex-action/', '')}/index.html`
    expect(files).toContain(entry)
    const links = new Map(
      [...read(entry).matchAll(/<a href="([^"]+\.html)">(?:<code>)?(\w+)/g)].map(
        ([, href = '', name = '']) => [name, href],
      ),
    )
    const names = exportsOf(module)
    expect(
      names.filter((name) => !files.includes(new URL(links.get(name) ?? '', `http://site${entry}`).pathname)),
    ).toEqual([])
    expect(names.length).toBeGreaterThan(1)
  },
)

test('the page of ActionError describes each field, and whether it may be undefined', () => {
  const page = read(`${base}api/core/classes/ActionError.html`)
  for (const field of ['kind', 'delivery', 'action', 'attempt', 'data?', 'requestId?'])
    expect(page).toContain(`<code>${field}</code>`)
})
