import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { highlight } from './code.js'
import { apps, headerOf } from './links.js'

/**
 * What the pages of the demo have in common: a header that leads to all others, and the code of each card, at `code/<name>.html`. The
 * code is coloured when the page is built, and loaded when somebody asks for it.
 *
 * @param folder of the page, below `examples`
 * @param read gives the code by name. Without, it is the files in `src` that the page names by `data-code`
 */
export function site(folder: string, read = readNamed): Plugin {
  let root = ''
  const codeOf = async (name: string) => {
    const code = (await read(root))[name]
    const [, ending = 'ts'] = /\.(vue|tsx|svelte)$/.exec(name) ?? []
    return code && highlight(code.trim(), ending)
  }
  return {
    name: 'site',
    configResolved(config) {
      root = config.root
    },
    configureServer({ middlewares }) {
      middlewares.use(async ({ url = '' }, response, next) => {
        const [, name] = /\/code\/([\w.-]+)\.html$/.exec(url) ?? []
        const code = name && (await codeOf(name))
        if (!code) return next()
        response.setHeader('content-type', 'text/html; charset=utf-8')
        response.end(code)
      })
    },
    async generateBundle() {
      for (const name of Object.keys(await read(root)))
        this.emitFile({ type: 'asset', fileName: `code/${name}.html`, source: (await codeOf(name)) ?? '' })
    },
    transformIndexHtml: {
      order: 'pre',
      handler: async (html) =>
        (await colour(html))
          .replace('<body>', () => `<body>\n    ${headerOf(folder, '/', hasApps())}`)
          .replace('<!-- apps -->', howToReachApps),
    },
  }
}

/** The files that the cards of a page name. Throws where there is none of that name. */
async function readNamed(root: string): Promise<Record<string, string>> {
  const inSrc = (await readdir(join(root, 'src'))).map((file) => join('src', file))
  const isPage = (file: string) => /\.(vue|tsx|svelte|html)$/.test(file)
  const read = (file: string) => readFile(join(root, file), 'utf8')
  const pages = await Promise.all(['index.html', ...inSrc].filter(isPage).map(read))
  const names = pages.flatMap((page) =>
    [...page.matchAll(/data-code="([\w.-]+)"/g)].map(([, name = '']) => name),
  )
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await read(join('src', name))] as const)),
  )
}

/** Colours the code that is written in a page. */
async function colour(html: string): Promise<string> {
  let coloured = html
  for (const [written, code = ''] of html.matchAll(/<pre class="snippet"><code>(.*?)<\/code><\/pre>/gs)) {
    const plain = code.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
    const snippet = (await highlight(plain, 'ts')).replace('class="code"', 'class="snippet"')
    coloured = coloured.replace(written, () => snippet)
  }
  return coloured
}

const hasApps = () => Boolean(process.env.DEMO_APPS)

const howToReachApps = () =>
  hasApps()
    ? `Open ${Object.entries(apps)
        .map(([folder, name]) => `<a href="/${folder}/">${name}</a>`)
        .join(', ')}.`
    : 'Start the demo with <code>npm run demo -- --apps</code>. Then you can open them from here.'
