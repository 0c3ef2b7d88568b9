import { cpSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MarkdownRenderer } from 'vitepress'
import { documents } from './sidebar.js'

/** Draws the charts of documents: each code block in Mermaid's language. */
export function drawCharts(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const block = fence?.(tokens, index, options, env, self) ?? ''
    const { info = '', content = '' } = tokens[index] ?? {}
    return info === 'mermaid' ? `<Chart source="${encodeURIComponent(content)}">${block}</Chart>` : block
  }
}

/** Puts Mermaid beside the pages, for the page that has a chart. To bundle it would take longer than the whole site does. */
export function copyMermaid(): void {
  const built = dirname(fileURLToPath(import.meta.resolve('mermaid')))
  const filter = (path: string) => !path.endsWith('.map')
  for (const path of ['mermaid.esm.min.mjs', 'chunks/mermaid.esm.min'])
    cpSync(`${built}/${path}`, `${documents}/public/mermaid/${path}`, { recursive: true, filter })
}
