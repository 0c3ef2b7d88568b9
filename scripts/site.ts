import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createServer as createVite } from 'vite'
import { frameworks } from '../examples/shared/frameworks.js'
import type { Apps } from './apps.js'
import { buildingPage } from './building.js'
import { Docs } from './docs.js'

const folder = new URL('../examples/', import.meta.url)

/** Those that have an address below this one. */
const examples = ['gallery', ...frameworks]

const files: Record<string, { path: string; type: string }> = {
  '/success': { path: 'pages/success.html', type: 'text/html' },
  '/cancel': { path: 'pages/cancel.html', type: 'text/html' },
  '/style.css': { path: 'style.css', type: 'text/css' },
  '/icon.svg': { path: 'icon.svg', type: 'image/svg+xml' },
}

/**
 * Serves the examples from one port, each with Vite's development server below a path of its own, and the landing page, which leads
 * to them.
 *
 * @param port the first to try
 * @param apps what is served elsewhere, and has an address here that leads there
 */
export async function startSite(port: number, apps?: Apps) {
  const docs = new Docs()
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined
    if (file) {
      response.setHeader('content-type', `${file.type}; charset=utf-8`)
      return response.end(await readFile(new URL(`shared/${file.path}`, folder)))
    }
    const app = apps?.find(pathname)
    if (app?.url) return response.writeHead(302, { location: app.url }).end()
    if (app) {
      response.writeHead(503, { 'content-type': 'text/html; charset=utf-8' })
      return response.end(await buildingPage(app.name, app.hasFailed, 'a minute or two'))
    }
    if (pathname === '/docs') return response.writeHead(302, { location: '/docs/' }).end()
    if (pathname.startsWith('/docs/')) return docs.answer(request, response)
    const name = examples.find((name) => pathname === `/${name}` || pathname.startsWith(`/${name}/`))
    if (pathname === `/${name}`) return response.writeHead(302, { location: `/${name}/` }).end()
    return vites.get(name ?? 'landing')?.middlewares(request, response)
  })

  const serve = async (name: string, base: string) => {
    const options = { middlewareMode: true as const, hmr: { server } }
    const root = fileURLToPath(new URL(name, folder))
    return [
      name,
      await createVite({ root, base, logLevel: 'warn', appType: 'mpa', server: options }),
    ] as const
  }
  const vites = new Map(
    await Promise.all([serve('landing', '/'), ...examples.map((name) => serve(name, `/${name}/`))]),
  )

  const found = await listen(server, port)
  return {
    /** Another one than `port` where that was taken. */
    port: found,
    url: `http://127.0.0.1:${found}/`,
    close: async () => {
      docs.close()
      await Promise.all([...vites.values()].map((vite) => vite.close()))
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Listens on the port, or on the next that is free. Returns which one that is. */
async function listen(server: Server, port: number): Promise<number> {
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    return (server.address() as AddressInfo).port
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return listen(server, port < 65535 ? port + 1 : 0)
  }
}
