import { existsSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { Marked, type Token } from 'marked'

/** Where a README stands, and where its links are to lead. */
export interface Place {
  /** The root of the project. */
  project: string
  /** The README's folder, such as `packages/vue`. */
  directory: string
  /** Such as `https://github.com/owner/name`. */
  repository: string
}

/** The links and pictures of a Markdown text that are not whole addresses. A link to a heading of the same page is not one. */
export function relativeLinks(markdown: string): string[] {
  const found = new Set<string>()
  const look = (token: Token) => {
    if (token.type === 'link' || token.type === 'image') found.add(token.href)
    if (token.type === 'html')
      for (const [, href = ''] of token.raw.matchAll(/(?:href|src)="([^"]*)"/g)) found.add(href)
  }
  const marked = new Marked()
  marked.walkTokens(marked.lexer(markdown), look)
  return [...found].filter((href) => !/^(?:[a-z][a-z+.-]*:|#|\/\/)/i.test(href))
}

/**
 * A README as it is published. Its relative links lead into the repository, as GitHub and GitLab have its addresses: on npm they
 * would lead nowhere.
 *
 * @throws when a link leads to a file that does not exist
 */
export function withAddress(markdown: string, { project, directory, repository }: Place): string {
  return relativeLinks(markdown).reduce((text, href) => {
    const [path = '', heading] = href.split('#')
    const target = posix.join(directory, path)
    if (target.startsWith('..') || !existsSync(join(project, target)))
      throw new Error(`${directory}/README.md links to ${href}, which does not exist.`)
    const view = statSync(join(project, target)).isDirectory() ? 'tree' : isPicture(path) ? 'raw' : 'blob'
    const address = `${repository}/${view}/HEAD/${target}${heading === undefined ? '' : `#${heading}`}`
    return text
      .replaceAll(`](${href})`, `](${address})`)
      .replaceAll(`](${href} "`, `](${address} "`)
      .replaceAll(`]: ${href}`, `]: ${address}`)
      .replaceAll(`="${href}"`, `="${address}"`)
  }, markdown)
}

const isPicture = (path: string) => /\.(?:png|jpe?g|gif|svg|webp)$/.test(path)
