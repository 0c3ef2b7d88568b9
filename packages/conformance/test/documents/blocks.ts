import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** A page, or the docstrings of a source file. */
export interface Page {
  path: string
  text: string
}

/** A piece of code on a page. */
export interface Block {
  page: string
  line: number
  language: string
  code: string
  /** The file that it says it is, in a comment on its first line. */
  file?: string
  /** The file of the repository that it says it is from, by a link right before it. */
  source?: string
}

/** Not written by hand, or no page: `api` and `source` are made for the site. */
const skipped = /^(\..*|node_modules|dist|build|public|api|source|test)$/

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return skipped.test(entry.name) ? [] : filesBelow(path, ending)
    return ending.test(entry.name) ? [path] : []
  })
}

const packages = readdirSync(join(root, 'packages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => join(root, 'packages', entry.name))

const pageOf = (path: string, read = (text: string) => text): Page => ({
  path: relative(root, path),
  text: read(readFileSync(path, 'utf8')),
})

/** A source file with every line gone that is not of a docstring. */
const docstringsOf = (text: string) =>
  text
    .split('\n')
    .map((line) => /^ +\* ?(.*)$/.exec(line)?.[1] ?? '')
    .join('\n')

/** Every page whose code a reader may copy: the README, the documents, the READMEs of packages, and docstrings. */
export const pages = (): Page[] => [
  pageOf(join(root, 'README.md')),
  ...filesBelow(join(root, 'docs'), /\.md$/).map((path) => pageOf(path)),
  ...packages.flatMap((folder) => filesBelow(folder, /^README\.md$/)).map((path) => pageOf(path)),
  ...packages
    .flatMap((folder) => filesBelow(folder, /\.ts$/))
    .filter((path) => path.includes('/src/'))
    .map((path) => pageOf(path, docstringsOf)),
]

const named = /^(?:\/\/|<!--) ([\w$+./-]+\.\w+)(?: -->)?$/

/** The pieces of code on a page. */
export function blocksOf({ path, text }: Page): Block[] {
  const pieces = [...text.matchAll(/^```(\S*).*\n([\s\S]*?)^```$/gm)]
  if (pieces.length * 2 !== text.split(/^\s*```/m).length - 1)
    throw new Error(`${path} has a block without an end, or one that is indented.`)
  return pieces.map(({ 1: language = '', 2: code = '', index }) => {
    const file = named.exec(code.split('\n', 1)[0] ?? '')?.[1]
    const source = /\]\(([^)#\s]+\.(?:tsx?|vue|svelte))\)[^\n]{0,20}:\n\n$/.exec(text.slice(0, index))?.[1]
    return {
      page: path,
      line: text.slice(0, index).split('\n').length,
      language,
      code,
      ...(file && { file }),
      ...(source && { source: relative(root, join(root, path, '..', source)) }),
    }
  })
}

/** The files of the examples. They are type-checked where they are. */
export const examples = () =>
  filesBelow(join(root, 'examples'), /\.(tsx?|js|vue|svelte)$/).map((path) => readFileSync(path, 'utf8'))
