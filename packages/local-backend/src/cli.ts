#!/usr/bin/env -S npx tsx
import { parseArgs } from 'node:util'

const usage = `Serves a folder of Convex functions on this machine.

  tsx packages/local-backend/src/cli.ts --functions <folder> [--port <port>] [--development] [--control]

  --functions    the folder with the function modules; schema.ts, auth.config.ts and convex.config.ts if there are any
  --port         the port to listen on; 3210 by default, 0 for a free one
  --development  send error texts and logs to clients
  --control      let pages on this machine cause faults (POST /_local/faults, GET /_local/wire)
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      functions: { type: 'string' },
      port: { type: 'string', default: '3210' },
      development: { type: 'boolean', default: false },
      control: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(usage)
  if (values.functions === undefined) throw new Error('Choose the functions to serve: --functions <folder>.')
  const port = Number(values.port)
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`"${values.port}" is not a port number.`)

  // Loading takes a second, so mistakes are reported first.
  const { createLocalBackend, loadAuth, loadComponents, loadModules } = await import('./index.js')
  const backend = await createLocalBackend({
    modules: await loadModules(values.functions),
    components: await loadComponents(values.functions),
    auth: await loadAuth(values.functions),
    port,
    mode: values.development ? 'development' : 'production',
    control: values.control,
    log: (line) => process.stdout.write(`${line.trimEnd()}\n`),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new Error(`Port ${port} is in use. Choose another one with --port, or --port 0 for a free one.`)
  })
  process.stdout.write(`Serving ${values.functions} at ${backend.url}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void backend.close())
  }
}

main().catch((error: Error & { code?: string }) => {
  const hint = error.code?.startsWith('ERR_PARSE_ARGS') ? `\n\n${usage}` : '\n'
  process.stderr.write(`${error.message}${hint}`)
  process.exitCode = 1
})
