import { createLocalBackend, createTestIssuer } from '@convex-action/local-backend'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { createServer } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    backendUrl: string
    /** The token of each user. */
    tokens: { ada: string; bob: string }
    /** The HTML that a server renders for the component SendEmail. */
    serverHtml: string
  }
}

/** Does in a separate process what only a server can do, because the tests run in happy-dom. */
export default async function setup(project: TestProject) {
  const issuer = await createTestIssuer()
  const backend = await createLocalBackend({
    modules: { './emails.ts': () => import('./convex/emails.js') },
    auth: issuer,
    control: true,
  })
  project.provide('backendUrl', backend.url)
  project.provide('tokens', { ada: await issuer.token('ada'), bob: await issuer.token('bob') })
  project.provide('serverHtml', await renderOnServer('/test/components/SendEmail.svelte'))
  return () => backend.close()
}

async function renderOnServer(path: string): Promise<string> {
  const vite = await createServer({
    configFile: false,
    plugins: [svelte({ configFile: false })],
    server: { middlewareMode: true, ws: false },
    logLevel: 'error',
  })
  const { render } = await vite.ssrLoadModule('svelte/server')
  const { body } = render((await vite.ssrLoadModule(path)).default)
  await vite.close()
  return body
}
