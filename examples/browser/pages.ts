import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createServer, type Plugin, preview } from 'vite'

/** The pages of an example, served on this machine. */
export interface Served {
  example: string
  url: string
  close(): Promise<unknown>
}

const rootOf = (example: string) => fileURLToPath(new URL(`../${example}`, import.meta.url))

// A page reads its addresses when it loads, so one build serves tests that each have a backend of their own.
const names = ['VITE_CONVEX_URL', 'VITE_LOCAL_CONTROL', 'VITE_PAYMENT_SERVICE_URL', 'VITE_IDENTITY_ISSUER']
const define = Object.fromEntries(names.map((name) => [`import.meta.env.${name}`, `environment.${name}`]))

/** Builds an example for production, and serves what was built. */
export async function serveBuilt(example: string): Promise<Served> {
  const root = rootOf(example)
  const outDir = await mkdtemp(join(tmpdir(), 'example-'))
  const checks = { pluginTimings: false }
  await build({
    root,
    define,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, rolldownOptions: { checks } },
  })
  const server = await preview({ root, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
  const close = async () => {
    await server.close()
    await rm(outDir, { recursive: true })
  }
  return { example, url: server.resolvedUrls?.local[0] ?? '', close }
}

/** An example as its developer sees it. */
export interface Developed extends Omit<Served, 'example'> {
  /** Changes what a file of it says, as an editor that saves it. The file itself stays as it is. */
  edit(file: string, change: (code: string) => string): void
}

/** Serves an example as in development: what is edited is updated in the open page. */
export async function serveDeveloped(example: string): Promise<Developed> {
  const root = rootOf(example)
  const changes = new Map<string, (code: string) => string>()
  const editor: Plugin = {
    name: 'editor',
    enforce: 'pre',
    transform: (code, id) => changes.get(id.split('?')[0] ?? '')?.(code),
  }
  const cacheDir = await mkdtemp(join(tmpdir(), 'example-'))
  const server = await createServer({
    root,
    cacheDir,
    define,
    mode: 'development',
    logLevel: 'warn',
    plugins: [editor],
    server: { port: 0, host: '127.0.0.1' },
  })
  await server.listen()
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    edit(file, change) {
      changes.set(join(root, file), change)
      server.watcher.emit('change', join(root, file))
    },
    async close() {
      await server.close()
      await rm(cacheDir, { recursive: true })
    },
  }
}
