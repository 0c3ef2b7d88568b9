import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type Block, root } from './blocks.js'
import { functionsOf, neighbours, programOf } from './surroundings.js'

const backend = join(root, 'examples/backend')

/** A block, and the file that it became, relative to the folder. */
export interface Placed extends Block {
  path: string
}

/** Puts `blocks` into `folder` as files: those of a page beside each other, as the reader has them. */
export function place(folder: string, blocks: Block[]): Placed[] {
  linkPackages(folder)
  // For a block of a page without functions of its own: `../convex` is what a file in `src` imports.
  link(join(backend, 'convex'), join(folder, 'convex'))
  return [...new Set(blocks.map(({ page }) => page))].flatMap((page) => {
    const own = blocks.filter((block) => block.page === page)
    const name = folderFor(page)
    const functions = own.flatMap(({ file }) => /^convex\/(\w+)\.ts$/.exec(file ?? '')?.[1] ?? [])
    const placed = own.map((block, index) => ({ ...block, path: join(name, fileFor(block, index, own)) }))
    const [others, at] = functionsOf[page] ?? []
    if (functions.length) generate(join(folder, name, 'convex'), functions)
    else if (others && at) link(join(folder, folderFor(others), 'convex'), join(folder, name, at))
    else link(join(backend, 'convex'), join(folder, name, 'convex'))
    link(join(backend, 'convex/_generated'), join(folder, name, '_generated'))
    for (const [file, text] of Object.entries(neighbours[page] ?? {})) write(join(folder, name, file), text)
    for (const block of placed) {
      const api = functions.length ? './convex/_generated/api' : undefined
      write(join(folder, block.path), programOf(block, api))
    }
    return placed
  })
}

/** The folder of a page. */
export const folderFor = (page: string) => page.replaceAll(/\W+/g, '-')

/** The file that a block says it is. A later block with the same name takes its place, and it is compiled beside that. */
function fileFor({ file, language }: Block, index: number, own: Block[]): string {
  if (!file) return `block-${index}.${language}`
  return own.slice(index + 1).some((later) => later.file === file)
    ? file.replace(/\.\w+$/, `.${index}$&`)
    : file
}

function write(path: string, text: string) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function link(from: string, to: string) {
  if (lstatSync(to, { throwIfNoEntry: false })) return
  mkdirSync(dirname(to), { recursive: true })
  symlinkSync(from, to)
}

/** Gives the folder every package that something in this repository has. */
function linkPackages(folder: string) {
  const insides = ['packages', 'examples'].flatMap((name) =>
    readdirSync(join(root, name)).map((own) => join(name, own)),
  )
  for (const name of readdirSync(join(root, 'packages'))) {
    link(join(root, 'packages', name), join(folder, 'node_modules/@convex-action', name))
  }
  for (const host of ['packages/conformance', 'examples/svelte', ...insides, 'bench', '.']) {
    const from = join(root, host, 'node_modules')
    for (const name of existsSync(from) ? readdirSync(from) : []) {
      if (name.startsWith('.')) continue
      const scoped = name.startsWith('@')
        ? readdirSync(join(from, name)).map((own) => join(name, own))
        : [name]
      for (const own of scoped) link(join(from, own), join(folder, 'node_modules', own))
    }
  }
}

/** Writes what `npx convex dev` writes for the functions of a page. */
function generate(folder: string, functions: string[]) {
  const read = (name: string) => readFileSync(join(backend, 'convex/_generated', name), 'utf8')
  const modules = [...new Set(functions)]
  const api = read('api.d.ts').replace(/^[\s\S]*?\}>;/, () =>
    [
      "import type { ApiFromModules, FilterApi, FunctionReference } from 'convex/server'",
      ...modules.map((name) => `import type * as ${name} from '../${name}.js'`),
      `declare const fullApi: ApiFromModules<{ ${modules.map((name) => `${name}: typeof ${name}`).join('; ')} }>`,
    ].join('\n'),
  )
  const dataModel =
    "import type { AnyDataModel } from 'convex/server'\nexport type DataModel = AnyDataModel\n"
  const files = { 'api.d.ts': api, 'dataModel.d.ts': dataModel }
  for (const name of ['api.js', 'server.js', 'server.d.ts'])
    write(join(folder, '_generated', name), read(name))
  for (const [name, text] of Object.entries(files)) write(join(folder, '_generated', name), text)
}
