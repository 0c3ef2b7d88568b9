import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { ConvexHttpClient } from 'convex/browser'
import { expect, onTestFinished, vi } from 'vitest'
import WebSocket from 'ws'
import { api, silent } from './setup.js'

// Not its command: that kills a server which takes longer than 60 ms to end after a signal.
const tsx = createRequire(import.meta.url).resolve('tsx')
const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

export const functions = fileURLToPath(new URL('convex', import.meta.url))

/** Runs the command; what it says so far is in `output`. */
export function runCommand(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, ['--import', tsx, cli, ...args])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data))
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code as number | null) }
}

/** A server in a process of its own, which what a test sends must not end. */
export class ServerProcess {
  #command = runCommand('--functions', functions, '--port', '0', '--control')
  url = ''

  /** Starts it, if it does not run. */
  async start(): Promise<void> {
    if (this.#command.child.exitCode !== null) {
      this.#command = runCommand('--functions', functions, '--port', '0', '--control')
    }
    const url = () => this.#command.output().match(/at (http:\S+)/)?.[1]
    await vi.waitUntil(url, { timeout: 30_000 })
    this.url = url() ?? ''
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  /** Resolves when the process still runs, and answers; fails with what it printed at its end otherwise. */
  async lives(): Promise<void> {
    const http = new ConvexHttpClient(this.url, { logger: silent })
    const answer = await http.action(api.calls.greet, { name: 'Ada' }).catch(async (error) => {
      const printed = this.#command.output()
      throw new Error(`The server does not answer: ${error.message}. It printed:\n${printed}`, {
        cause: error,
      })
    })
    expect(answer).toBe('Hello, Ada')
  }

  async stop(): Promise<void> {
    this.#command.child.kill()
    await this.#command.ended
  }
}

/** An open socket of a client that says what it likes. */
export async function openSocket({ url }: { url: string }) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/1.48.0/sync`)
  onTestFinished(() => socket.terminate())
  const received: { type: string; error?: string; requestId?: number }[] = []
  socket.on('message', (data) => received.push(JSON.parse(String(data))))
  // That it ended is known by `closed`.
  socket.on('error', () => {})
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await once(socket, 'open')
  return { socket, received, closed }
}
