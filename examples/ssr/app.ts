import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** How an app is built and started. */
export interface Setup {
  /** The folder of the app. */
  root: string
  /** The Node script for a production build, and its arguments. */
  build: string[]
  /** The Node script that serves the build, and its arguments. It listens on the port in PORT. */
  start: string[]
  /** The environment variable for the address of the deployment. */
  urlName: string
}

/** The server of an app, in its own process. */
export interface App {
  url: string
  /** Returns what it wrote to standard error. */
  complaints(): string
  close(): Promise<void>
}

const quiet = { NUXT_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' }

/** What the demo tells an app. */
interface DemoOptions {
  /** Where the demo starts, for the header of the app. */
  demoUrl?: string
  /** Ends the build, or the server. */
  signal?: AbortSignal
}

/** Builds an app and starts its production server. Both receive the address of the deployment. Rejects if one fails. */
export async function startApp(setup: Setup, convexUrl: string, options: DemoOptions = {}): Promise<App> {
  const build = run(setup.root, setup.build, { [setup.urlName]: convexUrl }, options.signal)
  if ((await build.ended) !== 0) throw new Error(`The build failed:\n${build.output()}`)
  return serveApp(setup, convexUrl, options)
}

/** Starts the production server of an app that is built. */
export async function serveApp(
  setup: Omit<Setup, 'build'>,
  convexUrl: string,
  { demoUrl = '', signal }: DemoOptions = {},
): Promise<App> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  // SvelteKit accepts forms only from the page's own origin, which it must know.
  const environment = {
    [setup.urlName]: convexUrl,
    DEMO_URL: demoUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    ORIGIN: origin,
  }

  const server = run(setup.root, setup.start, environment, signal)
  const url = `${origin}/`
  const isUp = async () => (await fetch(url).catch(() => undefined))?.ok
  while (!(await isUp())) {
    if (server.hasEnded()) throw new Error(`The server ended:\n${server.output()}`)
    await setTimeout(50)
  }
  return { url, complaints: server.errors, close: server.close }
}

function run(cwd: string, command: string[], environment: Record<string, string>, signal?: AbortSignal) {
  const env: NodeJS.ProcessEnv = { ...process.env, ...quiet, ...environment }
  // Vitest's own NODE_ENV would make it a development build.
  delete env.NODE_ENV
  signal?.throwIfAborted()
  const child = spawn(process.execPath, command, { cwd, env })
  signal?.addEventListener('abort', () => child.kill())
  let [output, errors] = ['', '']
  child.stdout.on('data', (text) => (output += text))
  child.stderr.on('data', (text) => {
    output += text
    errors += text
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  return {
    ended,
    hasEnded,
    output: () => output,
    errors: () => errors,
    close: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return address && typeof address === 'object' ? address.port : 0
}
