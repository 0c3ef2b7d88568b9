import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import sirv, { type RequestHandler } from 'sirv'
import { buildingPage } from './building.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = `${root}docs/.vitepress/dist`

/** Where the demo plays the scene alone. */
const scene = '/?scene'

/** The documentation, below `/docs/`. It is built when somebody first opens it, and only where it has changed. */
export class Docs {
  #build: ChildProcess | undefined
  #hasFailed = false
  #serve: RequestHandler | undefined

  /** Answers a request below `/docs/`. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#build) this.#start()
    const path = request.url?.slice('/docs'.length) ?? '/'
    if (path === '/scene.json' && process.env.VITE_PAYMENT_SERVICE_URL) {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ live: scene }))
    } else if (this.#serve) {
      request.url = path
      this.#serve(request, response, async () => {
        response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' })
        response.end(await readFile(`${dist}/404.html`))
      })
    } else {
      response.writeHead(503, { 'content-type': 'text/html; charset=utf-8' })
      response.end(await buildingPage('The documentation', this.#hasFailed, 'about half a minute'))
    }
  }

  #start(): void {
    const args = ['run', 'build', '--filter=@convex-action/docs', '--output-logs=errors-only']
    // Without the addresses of this demo: with them, Turbo would build everything anew at each start.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITE_')))
    this.#build = spawn('turbo', args, {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    })
    const end = (status: number | null) => {
      this.#hasFailed = status !== 0 || !existsSync(dist)
      if (!this.#hasFailed) this.#serve = sirv(dist)
    }
    this.#build.once('exit', end).once('error', () => end(null))
  }

  /** Ends what is being built. */
  close(): void {
    this.#build?.kill()
  }
}
