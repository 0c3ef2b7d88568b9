import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { documents, namesIn, pages } from '../.vitepress/sidebar.js'
import { base, files, read } from './site.js'

const html = files.filter((file) => file.endsWith('.html'))

test('every document has one place in the sidebar, and is a page', () => {
  const made = ['.vitepress', 'api', 'node_modules', 'public', 'source', 'test']
  const found = readdirSync(documents, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return /^(?!index).*\.md$/.test(entry.name) ? [entry.name.slice(0, -3)] : []
    return made.includes(entry.name) ? [] : namesIn(entry.name).map((name) => `${entry.name}/${name}`)
  })
  expect([...pages].sort()).toEqual(found.sort())
  for (const page of pages) expect(html).toContain(`${base}${page}.html`)
})

test('every link of the site leads to a page, and to a heading of it', () => {
  const ids = new Map(
    html.map((file) => [file, new Set([...read(file).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]),
  )
  const dead: string[] = []
  let links = 0
  for (const file of html) {
    for (const [, href = ''] of read(file).matchAll(/<a\b[^>]*? href="([^"]*)"/g)) {
      const { host, pathname, hash } = new URL(href, `http://site${file}`)
      if (host !== 'site') continue
      links++
      const target = decodeURI(pathname).replace(/\/$/, '/index.html')
      const isFound = hash ? ids.get(target)?.has(decodeURIComponent(hash.slice(1))) : files.includes(target)
      if (!isFound) dead.push(`${href} of ${file}`)
    }
  }
  expect(dead).toEqual([])
  expect(links).toBeGreaterThan(html.length)
})

test('llms.txt leads to each page, and llms-full.txt has all of them', () => {
  const list = read(`${base}llms.txt`)
  const full = read(`${base}llms-full.txt`)
  for (const page of pages) {
    expect(list).toContain(`](${base}${page}.md)`)
    const text = readFileSync(`${documents}/${page}.md`, 'utf8').trim()
    expect(read(`${base}${page}.md`).trim()).toBe(text)
    expect(full).toContain(text)
  }
  for (const [, link = ''] of list.matchAll(/\]\(([^)]+)\)/g)) expect(files).toContain(link)
})

test('no page asks another host for anything', () => {
  const asks = /<(?:script|link|img|iframe|source)\b[^>]*? (?:src|href|srcset)="(?:https?:)?\/\/[^"]*"/g
  for (const file of html) expect(read(file).match(asks) ?? [], file).toEqual([])
  const styles = files.filter((file) => file.endsWith('.css'))
  for (const file of styles) expect(read(file), file).not.toMatch(/url\(["']?https?:/)
  expect(styles.length).toBeGreaterThan(0)
})
