import { readFile } from 'node:fs/promises'
import { Marked } from 'marked'

const root = new URL('../', import.meta.url)
const frame = new URL('examples/shared/pages/document.html', root)
/** Where the documentation is built as a site. */
const built = new URL('docs/.vitepress/dist/', root)
const types: Record<string, string> = {
  css: 'text/css',
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  woff2: 'font/woff2',
}

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

/** What is served at an address. */
interface Document {
  type: string
  text: string | Buffer
}

/** A file of the documentation's site, where that is built. */
async function readBuilt(pathname: string): Promise<Document | undefined> {
  if (!pathname.startsWith('/docs/')) return undefined
  const path = decodeURI(pathname.slice('/docs/'.length))
  // As VitePress names its pages: `guides/payments` is `guides/payments.html`.
  const file = /\.\w+$/.test(path) ? path : path.replace(/(^|\/)$/, '$1index').concat('.html')
  const type = types[file.split('.').at(-1) ?? '']
  const url = new URL(file, built)
  if (!type || !url.href.startsWith(built.href)) return undefined
  const text = await readFile(url).catch(() => undefined)
  return text && { type, text }
}

/** What there is at an address: the documentation as a page, or the source of an example that the documentation leads to. */
export async function readDocument(pathname: string): Promise<Document | undefined> {
  const page = await readBuilt(pathname)
  if (page) return page
  const isDocument = /^\/docs\/[\w/-]+\.md$/.test(pathname)
  if (!isDocument && !source.test(pathname)) return undefined
  const text = await readFile(new URL(`.${pathname}`, root), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  if (!isDocument) return { type: 'text/plain', text }
  const [, title = ''] = /^# (.*)$/m.exec(text) ?? []
  const framed = (await readFile(frame, 'utf8'))
    .replace('<!-- title -->', () => title)
    .replace('<!-- document -->', () => String(marked.parse(text)))
  return { type: 'text/html', text: framed }
}
