import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

/** The folder of the workspace. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** How the demo can be started. The first is what the README says. */
export const npm = { program: 'npm', command: ['run', 'demo', '--'] }
export const node = { program: process.execPath, command: ['scripts/run.mjs', 'demo'] }

interface DemoOptions {
  /** Without, it takes any port. */
  args?: string[]
  environment?: NodeJS.ProcessEnv
  /** What it says when it has come as far as is wanted. */
  until?: RegExp
}

/** Starts the demo, until it tells the address that it can be opened at, and what else is waited for. */
export async function startDemo(
  { program, command }: typeof npm,
  { args = [], environment, until = /Open +http/ }: DemoOptions = {},
): Promise<{ demo: ChildProcess; url: string; said: string }> {
  const { VITE_CONVEX_URL, CONVEX_URL, NODE_ENV, ...inherited } = process.env
  const port = args.includes('--port') ? [] : ['--port', '0']
  const demo = spawn(program, [...command, ...port, ...args], {
    cwd: root,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that what it leaves running can be ended.
    detached: true,
  })
  const lines: string[] = []
  for await (const line of createInterface(demo.stdout)) {
    lines.push(line)
    const said = lines.join('\n')
    const url = /Open +(http\S+)/.exec(said)?.[1]
    if (url && until.test(said)) {
      // It would wait for whoever reads what it says next.
      demo.stdout.resume()
      return { demo, url, said }
    }
  }
  throw new Error(`The demo ended before it could be opened:\n${lines.join('\n')}`)
}

/** Whether everything has ended that a demo has started. */
export function isGroupOver({ pid = 0 }: ChildProcess): boolean {
  try {
    return !process.kill(-pid, 0)
  } catch {
    return true
  }
}

/** Ends whatever a demo has left running. */
export function endGroup({ pid = 0 }: ChildProcess): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nothing is left.
  }
}

/** Checks that SIGTERM ends a demo, and that nothing answers at its port then. */
export async function expectEnd(demo: ChildProcess, url: string): Promise<void> {
  expect((await fetch(url)).status).toBe(200)
  demo.kill()
  await once(demo, 'exit')
  const isFree = () =>
    fetch(url).then(
      () => false,
      () => true,
    )
  await expect.poll(isFree).toBe(true)
}
