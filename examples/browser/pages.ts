import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, preview } from 'vite'

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
