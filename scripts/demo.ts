import { fileURLToPath } from 'node:url'
import { functionsFolder, startServices } from '@convex-action/example-backend'
import { createLocalBackend, loadModules } from '@convex-action/local-backend'
import { createServer } from 'vite'

const url = process.env.VITE_CONVEX_URL ?? process.env.CONVEX_URL

/** Runs the example's functions on this machine, with stand-ins for the services that they call. */
async function startBackend() {
  const services = await startServices()
  Object.assign(process.env, services.environment)
  const backend = await createLocalBackend({
    modules: await loadModules(functionsFolder),
    mode: 'development',
    control: true,
  })
  return { services, backend }
}

const local = url ? undefined : await startBackend()
process.env.VITE_CONVEX_URL = url ?? local?.backend.url
if (local) {
  process.env.VITE_LOCAL_CONTROL = '1'
  process.env.VITE_PAYMENT_SERVICE_URL = local.services.payment.url
}

const app = await createServer({
  root: fileURLToPath(new URL('../examples/vue', import.meta.url)),
  logLevel: 'warn',
  server: { host: '127.0.0.1' },
})
await app.listen()

const say = (label: string, text: string) => console.log(`  ${label.padEnd(18)}${text}`)
console.log('\nconvex-action: actions, and the truth about each\n')
say('Open', app.resolvedUrls?.local[0] ?? '')
say('Convex', process.env.VITE_CONVEX_URL ?? '')
if (local) {
  const { email, payment } = local.services
  say('Email service', `${email.url}   a stand-in: nothing is really sent`)
  say('Payment service', `${payment.url}   a stand-in: nobody is really charged`)
  const behave = `curl -d '{"refuse": true}' ${email.url}/_behave`
  say('Make email fail', `${behave}   or "delay": 5000, "fail": true; {} ends it`)
}
say('Stop', 'Ctrl+C\n')

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await Promise.all([app.close(), local?.backend.close(), local?.services.close()])
    process.exit()
  })
}
