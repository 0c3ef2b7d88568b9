import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SiteConfig } from 'vitepress'
import { apiPages, documents, groups, titleOf } from './sidebar.js'

/**
 * Writes the documentation for a language model, as llmstxt.org describes it: `llms.txt` leads to each page, `llms-full.txt` has all of
 * them, and each page is there as it was written.
 */
export function writeForModels({ outDir, site }: SiteConfig): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(`${outDir}/${path}`), { recursive: true })
    writeFileSync(`${outDir}/${path}`, text)
  }
  const head = `# ${site.title}\n\n> ${site.description}`
  const listed = Object.entries({ ...groups, API: apiPages }).map(([group, pages]) => {
    const links = pages.map((page) => `- [${titleOf(page)}](${site.base}${page}.md)`)
    return `## ${group}\n\n${links.join('\n')}`
  })
  write('llms.txt', `${[head, ...listed].join('\n\n')}\n`)
  const pages = [...Object.values(groups).flat(), ...apiPages].map((page) => `${page}.md`)
  const texts = pages.map((page) => readFileSync(`${documents}/${page}`, 'utf8').trim())
  for (const [i, page] of pages.entries()) write(page, `${texts[i]}\n`)
  write('llms-full.txt', `${[head, ...texts].join('\n\n')}\n`)
}
