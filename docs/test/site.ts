import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the built site. */
export const dist = fileURLToPath(new URL('../.vitepress/dist/', import.meta.url))

/** Where the site is served. */
export const base = '/docs/'

/** The files of the built site, by their addresses. */
export const files: string[] = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => base + `${parentPath}/${name}`.slice(dist.length).replace(/^\//, ''))

export const read = (file: string): string => readFileSync(dist + file.slice(base.length), 'utf8')
