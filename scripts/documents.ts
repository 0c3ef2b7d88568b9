import { readFile } from 'node:fs/promises'
import { Marked } from 'marked'

const root = new URL('../', import.meta.url)
const frame = new URL('examples/shared/pages/document.html', root)

const marked = new Marked({
  renderer: {
    // As on GitHub, so that a link leads to a heading.
    heading({ tokens, depth, text }) {
      const id = text
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-')
      return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>`
    },
  },
})

/** The files that the documentation may lead to, besides its own pages. */
const source = /^\/(?:(?:examples|packages|bench)\/[\w/.-]+\.(?:tsx?|jsx?|vue|svelte|json|md)|\w+\.json)$/

/** What there is at an address: the documentation as a page, or the source of an example that the documentation leads to. */
export async function readDocument(pathname: string): Promise<{ type: string; text: string } | undefined> {
  const isDocument = /^\/docs\/[\w/-]+\.md$/.test(pathname)
  if (!isDocument && !source.test(pathname)) return undefined
  const text = await readFile(new URL(`.${pathname}`, root), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  if (!isDocument) return { type: 'text/plain', text }
  const [, title = ''] = /^# (.*)$/m.exec(text) ?? []
  const page = (await readFile(frame, 'utf8'))
    .replace('<!-- title -->', () => title)
    .replace('<!-- document -->', () => String(marked.parse(text)))
  return { type: 'text/html', text: page }
}
