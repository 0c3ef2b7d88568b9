import { readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MarkdownRenderer } from 'vitepress'
import { documents, pages } from './sidebar.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A link of a document to a file of the repository, such as `../../examples/vue/src/Buy.vue`; `undefined` for any other link. */
function sourceOf(document: string, href: string): string | undefined {
  if (!href.startsWith('../')) return undefined
  const path = posix.join('docs', posix.dirname(document), href.replace(/[?#].*$/, ''))
  return path.startsWith('docs/') ? undefined : path
}

/** The name of the page that shows a file. VitePress takes `.md` at the end of a name for its own. */
export const pageOf = (path: string) => path.replace(/\.md$/, '')

/** Leads a document's links to files of the repository to pages that show these files. As plain files, documents link to the files. */
export function linkSources(md: MarkdownRenderer): void {
  md.core.ruler.push('link-sources', ({ tokens, env }) => {
    for (const link of tokens.flatMap(({ children }) => children ?? [])) {
      const source = link.type === 'link_open' && sourceOf(env.relativePath, link.attrGet('href') ?? '')
      if (source) link.attrSet('href', `/source/${pageOf(source)}.md`)
    }
  })
}

/** The files of the repository that documents link to. Throws where one does not exist. */
export function readSources(): { path: string; text: string }[] {
  const paths = pages.flatMap((page) =>
    [...readFileSync(resolve(documents, `${page}.md`), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(
      ([, href = '']) => sourceOf(`${page}.md`, href),
    ),
  )
  return [...new Set(paths)].flatMap((path) =>
    path ? { path, text: readFileSync(resolve(root, path), 'utf8') } : [],
  )
}
