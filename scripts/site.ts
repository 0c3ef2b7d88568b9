import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createServer as createVite } from 'vite'

const folder = new URL('../examples/', import.meta.url)

/** What the start page leads to, where the folder is there. */
const examples = [
  {
    name: 'gallery',
    title: 'Gallery',
    text: 'Every function of the example backend, with its arguments, its result, and all that the library sees of it.',
  },
  {
    name: 'vue',
    title: 'Vue',
    code: 'useConvexAction(api.emails.send)',
    text: 'A composable. It returns refs that can be destructured, so a template needs no <code>.value</code>.',
    also: 'See also <a href="/vue/reference.html">the components of the documentation</a>, word for word.',
  },
  {
    name: 'react',
    title: 'React',
    code: 'useConvexAction(api.emails.send)',
    text: 'A hook. It returns plain values, whose types narrow on <code>status</code>.',
  },
  {
    name: 'svelte',
    title: 'Svelte',
    code: 'useConvexAction(api.emails.send)',
    text: 'A function for a component’s script. It returns an object whose fields are reactive.',
  },
  {
    name: 'vanilla',
    title: 'Plain TypeScript',
    code: 'createActionStore(api.emails.send, { client })',
    text: 'No framework: static HTML, and a store of the core that each form subscribes to.',
  },
].filter(({ name }) => existsSync(new URL(`${name}/vite.config.ts`, folder)))

const files: Record<string, { path: string; type: string }> = {
  '/': { path: 'pages/start.html', type: 'text/html' },
  '/success': { path: 'pages/success.html', type: 'text/html' },
  '/cancel': { path: 'pages/cancel.html', type: 'text/html' },
  '/style.css': { path: 'style.css', type: 'text/css' },
  '/icon.svg': { path: 'icon.svg', type: 'image/svg+xml' },
}

/**
 * Serves the examples from one port, each with Vite's development server below a path of its own, and a start page that
 * leads to them. `port`: the first to try. `backend`: what the start page says of it, as HTML.
 */
export async function startSite({ port, backend }: { port: number; backend: string }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const [, name = ''] = pathname.split('/')
    const vite = vites.get(name)
    if (vite && pathname === `/${name}`) return response.writeHead(302, { location: `/${name}/` }).end()
    if (vite) return vite.middlewares(request, response)
    const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined
    if (!file) return response.writeHead(404).end('There is nothing here.')
    const text = await readFile(new URL(`shared/${file.path}`, folder), 'utf8')
    response.setHeader('content-type', `${file.type}; charset=utf-8`)
    response.end(text.replace('<!-- examples -->', () => list).replace('<!-- backend -->', () => backend))
  })

  const vites = new Map(
    await Promise.all(
      examples.map(async ({ name }) => {
        const root = fileURLToPath(new URL(name, folder))
        const options = { middlewareMode: true as const, hmr: { server } }
        return [
          name,
          await createVite({ root, base: `/${name}/`, logLevel: 'warn', server: options }),
        ] as const
      }),
    ),
  )

  const found = await listen(server, port)
  return {
    /** Another one than `port` where that was taken. */
    port: found,
    url: `http://127.0.0.1:${found}/`,
    close: async () => {
      await Promise.all([...vites.values()].map((vite) => vite.close()))
      server.closeAllConnections()
      server.close()
    },
  }
}

const list = examples
  .map(
    ({ name, title, code = '', text, also = '' }) => `<li class="card">
      <h2><a href="/${name}/">${title}</a></h2>
      ${code && `<p class="snippet"><code>${code}</code></p>`}
      <p>${text} ${also}</p>
      <p class="folder"><code>examples/${name}</code></p>
    </li>`,
  )
  .join('\n')

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
