import { fileURLToPath } from 'node:url'
import { makeFunctionReference } from 'convex/server'
import { expect, onTestFinished, test } from 'vitest'
import { functions, runCommand } from './server-process.js'
import { api, connect, startBackend } from './setup.js'

function run(...args: string[]) {
  const command = runCommand(...args)
  onTestFinished(() => void command.child.kill())
  return command
}

test('the command serves a folder, and a closed server leaves nothing that keeps a process alive', {
  timeout: 20_000,
}, async () => {
  const server = run('--functions', functions, '--port', '0')
  await expect.poll(server.output, { timeout: 15_000 }).toContain('at http://127.0.0.1:')
  const url = server.output().match(/http:\S+/)?.[0] as string
  const client = connect({ url })
  expect(await client.action(api.calls.greet, { name: 'Ada' })).toBe('Hello, Ada')
  await client.mutation(api.counters.addLater, { name: 'a', afterMs: 3_600_000 })
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
})

test('the command serves the components that the folder uses', { timeout: 20_000 }, async () => {
  const folder = fileURLToPath(new URL('convex-with-components', import.meta.url))
  const server = run('--functions', folder, '--port', '0')
  await expect.poll(server.output, { timeout: 15_000 }).toContain('at http://127.0.0.1:')
  const client = connect({ url: server.output().match(/http:\S+/)?.[0] as string })
  await client.mutation(makeFunctionReference<'mutation'>('app:addAndWrite'), { name: 'a' })
  expect(await client.query(makeFunctionReference<'query'>('app:read'), { name: 'a' })).toBe(1)
})

test.each([
  ['a missing folder', ['--functions', 'nowhere'], 'There is no folder of Convex functions at nowhere.'],
  ['no folder at all', [], 'Choose the functions to serve: --functions <folder>.'],
  ['an unknown flag', ['--prot', '1'], "Unknown option '--prot'"],
  ['a port that is none', ['--functions', functions, '--port', 'x'], '"x" is not a port number.'],
])('the command explains %s', { timeout: 20_000 }, async (_what, args, text) => {
  const command = run(...args)
  expect(await command.ended).toBe(1)
  expect(command.output()).toContain(text)
  expect(command.output()).not.toContain('    at ')
})

test('the command explains a port in use', { timeout: 20_000 }, async () => {
  const { port } = await startBackend()
  const command = run('--functions', functions, '--port', String(port))
  expect(await command.ended).toBe(1)
  expect(command.output()).toBe(
    `Port ${port} is in use. Choose another one with --port, or --port 0 for a free one.\n`,
  )
})
