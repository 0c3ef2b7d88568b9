import { extname } from 'node:path'
import { pageOf, readSources } from '../.vitepress/sources.js'

const languages: Record<string, string> = { '.mjs': 'js' }

/** A page for each file of the repository that a document links to. */
export default {
  paths: () =>
    readSources().map(({ path, text }) => ({
      params: { path: pageOf(path) },
      content: `# ${path}\n\n\`\`\`\`${languages[extname(path)] ?? extname(path).slice(1)}\n${text}\n\`\`\`\``,
    })),
}
