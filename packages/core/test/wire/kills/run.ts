import { setMaxListeners } from 'node:events'
import { pathToFileURL } from 'node:url'
import { Chance } from './chance.js'
import { type Counts, describeCounts, judge, noCounts } from './judge.js'
import { Page, type World } from './page.js'
import { startServer } from './server.js'

/** The number of executions per server. A server reads its whole tables for each question. */
const perServer = 150
/** The number of pages open at a time. */
const pagesAtOnce = 12

/**
 * Runs this many guarded actions in various pages, while messages and handlers are cut off, delayed or silenced at
 * random.
 */
export async function kills(plan: {
  executions: number
  /** Decides what is done, but not when. */
  seed: number
  onPart?: (counts: Counts) => void
}): Promise<Counts> {
  const counts = noCounts()
  const { window } = globalThis as { window?: unknown }
  // The clients reconnect at once when the network is back, as in a browser.
  const network = new EventTarget()
  setMaxListeners(0, network)
  Object.assign(globalThis, { window: network })
  try {
    for (let part = 0; counts.executions < plan.executions; part++) {
      const executions = Math.min(perServer, plan.executions - counts.executions)
      await runPart(new Chance(plan.seed + part * 1_000_003), executions, counts)
      plan.onPart?.(counts)
    }
  } finally {
    Object.assign(globalThis, { window })
  }
  return counts
}

async function runPart(chance: Chance, most: number, counts: Counts): Promise<void> {
  const server = await startServer(chance)
  const world: World = {
    server,
    chance,
    executions: [],
    sealed: [],
    wrong: [],
    clients: {},
    isFull: () => world.executions.length >= most,
  }
  const open = async () => {
    while (!world.isFull()) await new Page(world).use()
  }
  await Promise.all(Array.from({ length: pagesAtOnce }, open))
  server.calm()
  await server.quiet()
  judge(world, await server.rows(), counts)
  await server.close()
}

export { describeCounts }

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const executions = Number(process.env.EXECUTIONS ?? 10_000)
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  console.log(`seed ${seed}`)
  const onPart = ({ executions, wrong }: Counts) => {
    if (executions % 1500 < perServer) console.error(`${executions} executions, ${wrong.length} wrong`)
  }
  process.on('unhandledRejection', (error) => {
    // Convex's client throws this error when it is closed while it fetches a token.
    if (!/reading '(onAuthChange|fetchToken)'/.test(String(error))) throw error
    console.error(`of Convex's client: ${error}`)
  })
  const counts = await kills({ executions, seed, onPart })
  console.log(describeCounts(counts))
  process.exit(counts.wrong.length ? 1 : 0)
}
