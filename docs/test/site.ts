import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'

/** The folder of the built site. */
export const dist = fileURLToPath(new URL('../.vitepress/dist/', import.meta.url))

/** Where the site is served. */
export const base = '/docs/'

/** The files of the built site, by their addresses. */
export const files: string[] = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => base + `${parentPath}/${name}`.slice(dist.length).replace(/^\//, ''))

/** What a file of the built site says. */
export const read = (file: string): string => readFileSync(dist + file.slice(base.length), 'utf8')

/** Serves the built site on this machine, as any web server would. Returns its address. */
export async function serveSite(): Promise<{ url: string; close(): Promise<void> }> {
  const server = await preview({
    root: fileURLToPath(new URL('..', import.meta.url)),
    base,
    configFile: false,
    appType: 'mpa',
    logLevel: 'warn',
    build: { outDir: dist },
    preview: { port: 0, host: '127.0.0.1' },
  })
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}
