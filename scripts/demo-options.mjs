import { parseArgs } from 'node:util'

const help = `Starts the examples, their functions, and stand-ins for the services that they call, on this machine.

  npm run demo -- [options]

  --apps            also builds the apps of Nuxt, Next.js and SvelteKit, which takes some minutes
  --port <number>   the first port to try for the pages (default: 5173)
  --help            this text

Set CONVEX_URL to use a Convex deployment instead of this machine.
`

/** Reads the options of the demo. Exits after printing the help or reporting a mistake. */
export function readDemoOptions(args) {
  const { apps, port, help: isHelp } = parse(args)
  if (isHelp) {
    process.stdout.write(help)
    process.exit(0)
  }
  if (!/^\d+$/.test(port) || Number(port) > 65535) {
    stop(`--port takes a whole number from 0 to 65535, not "${port}".`)
  }
  return { port: Number(port), hasApps: apps }
}

function parse(args) {
  const options = {
    apps: { type: 'boolean', default: false },
    port: { type: 'string', default: '5173' },
    help: { type: 'boolean', short: 'h' },
  }
  try {
    return parseArgs({ args, options }).values
  } catch {
    return stop(`The demo takes only --apps, --port <number> and --help, not "${args.join(' ')}".`)
  }
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
