import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveApp } from '@convex-action/example-ssr/app'
import { createLocalBackend, loadComponents, loadModules } from '@convex-action/local-backend'
import type { Browser } from 'playwright'
import { preview } from 'vite'
import type { App } from './cases.js'
import { type Installation, install, type Manager, runScript } from './managers.js'
import { walk } from './walk.js'

/** What apps have in common in one run. */
export interface Surroundings {
  browser: Browser
  /** The registry of our packages. */
  registry: string
  /** The version of our packages. */
  version: string
  /** The folder of Convex functions that each app has, with the types that Convex's own command wrote. */
  convex: string
  /** Where the apps are to be. */
  folder: string
}

/** How long the steps of an app took, in ms. */
export interface Times {
  install: number
  build: number
  walk: number
}

/**
 * Writes an app, installs it with a package manager, builds it, and walks through it in a browser.
 *
 * @throws with the step that failed, and everything that was said there
 */
export async function tryApp(app: App, manager: Manager, surroundings: Surroundings): Promise<Times> {
  const folder = join(surroundings.folder, `${app.name} ${manager}`.replaceAll(/[^\w.]+/g, '-').toLowerCase())
  await writeApp(app, folder, surroundings)
  const { registry } = surroundings
  const installation: Installation = { folder, manager, registry, hasModules: app.hasModules }
  const installed = await timed('To install it', () => install(installation))

  const { convex } = surroundings
  const backend = await createLocalBackend({
    modules: await loadModules(convex),
    components: await loadComponents(convex),
  })
  const closing: (() => Promise<unknown>)[] = [backend.close]
  try {
    const env = {
      [app.serves.urlName]: backend.url,
      NEXT_TELEMETRY_DISABLED: '1',
      NUXT_TELEMETRY_DISABLED: '1',
    }
    const built = await timed('To build it', () => runScript(installation, 'build', env))
    const walked = await timed('The walk in the browser', async () => {
      const { url, complaints, close } = await serve(app, folder, backend.url)
      closing.push(close)
      await walk(surroundings.browser, `${url}?convex=${encodeURIComponent(backend.url)}`, backend)
      if (complaints()) throw new Error(`Its server complains:\n${complaints()}`)
    })
    return { install: installed, build: built, walk: walked }
  } finally {
    for (const close of closing.reverse()) await close()
  }
}

async function writeApp(app: App, folder: string, { convex, version }: Surroundings): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of app.templates) await cp(join(import.meta.dirname, name), folder, { recursive: true })
  await cp(convex, join(folder, 'convex'), { recursive: true })
  const ours = app.ours.map((name) => [`@convex-action/${name}`, `^${version}`])
  const manifest = {
    name: 'app',
    version: '0.0.0',
    private: true,
    type: 'module',
    scripts: { build: app.build },
    dependencies: { ...Object.fromEntries(ours), ...app.dependencies },
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
}

/** Serves what was built. */
async function serve({ serves }: App, folder: string, convexUrl: string) {
  if ('start' in serves) return serveApp({ root: folder, ...serves }, convexUrl)
  const server = await preview({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    build: { outDir: serves.folder },
    preview: { port: 0, host: '127.0.0.1' },
  })
  return { url: server.resolvedUrls?.local[0] ?? '', complaints: () => '', close: () => server.close() }
}

async function timed(step: string, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  try {
    await work()
  } catch (error) {
    throw new Error(`${step} failed.\n${error instanceof Error ? error.message : error}`)
  }
  return performance.now() - start
}
