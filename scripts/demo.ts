import { startExampleBackend } from '@convex-action/example-backend'
import { Apps } from './apps.js'
import { readDemoOptions } from './demo-options.mjs'
import { startSite } from './site.js'

const { port, hasApps } = readDemoOptions(process.argv.slice(2))
const url = process.env.VITE_CONVEX_URL || process.env.CONVEX_URL

const local = url ? undefined : await startExampleBackend({ mode: 'development', control: true })
process.env.VITE_CONVEX_URL = url || local?.backend.url
if (local) {
  process.env.VITE_LOCAL_CONTROL = '1'
  // A page asks the stand-ins what reached them.
  for (const [name, value] of Object.entries(local.services.environment)) process.env[`VITE_${name}`] = value
}

const apps = hasApps ? new Apps() : undefined
if (apps) process.env.DEMO_APPS = '1'
const site = await startSite(port, apps)

const say = (label: string, text: string) => console.log(`  ${label.padEnd(18)}${text}`)
console.log('\nconvex-action: actions, and the truth about each\n')
if (port && site.port !== port) say('Port', `${port} is taken by another program: the demo uses ${site.port}`)
say('Open', site.url)
say('Convex', process.env.VITE_CONVEX_URL ?? '')
if (local) {
  const { environment, email } = local.services
  say('Services', 'stand-ins: nothing is sent, and nobody is charged')
  for (const [name, address] of Object.entries(environment)) say('', `${address}   ${name}`)
  const behave = `curl -d '{"refuse": true}' ${email.url}/_behave`
  say('Make email fail', `${behave}   or "delay": 5000, "fail": true; {} ends it`)
}
say('Stop', 'Ctrl+C\n')
apps?.start(process.env.VITE_CONVEX_URL ?? '', site.url, say)

// Ctrl+C is heard twice: from the terminal, and from `npm run demo`.
let isClosing = false
async function close() {
  if (isClosing) return
  isClosing = true
  await Promise.all([apps?.close(), site.close(), local?.close()])
  process.exit()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, close)
