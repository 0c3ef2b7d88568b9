import { pathToFileURL } from 'node:url'
import { createLocalBackend } from '@convex-action/local-backend'
import { ConvexClient } from 'convex/browser'
import { actionGeneric, type FunctionReference, makeFunctionReference } from 'convex/server'
import { ConvexError, v } from 'convex/values'
import { ActionError, createActionStore } from '../../src/index.js'

/** What `soak:work` does after some milliseconds. */
type Outcome = 'succeed' | 'refuse' | 'crash'
interface Work extends Record<string, unknown> {
  id: number
  ms: number
  outcome: Outcome
  callId?: string
}

const work = makeFunctionReference('soak:work') as FunctionReference<'action', 'public', Work, number>

/** The options of the stores. Each is used by at least two stores. */
const settings = [
  {},
  { concurrency: 'drop' },
  { concurrency: 'queue' },
  { offline: 'fail' },
  { timeout: 80 },
  { concurrency: 'queue', offline: 'fail', timeout: 300 },
  { callId: 'callId', retries: { limit: 4, delay: 50 } },
  { callId: 'callId', retries: 2, concurrency: 'queue', timeout: 2000 },
  {
    callId: 'callId',
    retries: {
      limit: 3,
      delay: 20,
      when: ({ kind }: ActionError) => kind === 'connection' || kind === 'server',
    },
    concurrency: 'drop',
  },
] as const

const storeCount = 20
const clientCount = 4

interface Execution {
  id: number
  retries: boolean
  settled: number
  error?: ActionError
}

export interface Counts {
  executions: number
  settled: number
  /** The requests that reached the server. */
  requests: number
  runs: number
  /** How many executions ended in which way. */
  ends: Record<string, number>
  /** Executions that never settled. */
  lost: number
  /** Executions without retries that sent more than one request. */
  duplicated: number
  /** Untrue claims about executions. */
  wrong: string[]
}

/** Mulberry32: numbers from 0 up to 1 that depend on the seed only. */
function randomFrom(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export interface Plan {
  executions: number
  /** Decides what is done, but not when. */
  seed: number
  /** The maximum time between two faults, in milliseconds. */
  calm: number
}

/** Runs this many actions in various stores while the connection has faults. */
export async function soak({ executions: total, seed, calm }: Plan): Promise<Counts> {
  const random = randomFrom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const runs = new Map<number, number>()
  const module = {
    work: actionGeneric({
      args: { id: v.number(), ms: v.number(), outcome: v.string(), callId: v.optional(v.string()) },
      handler: async (_ctx, { id, ms, outcome }) => {
        runs.set(id, (runs.get(id) ?? 0) + 1)
        if (ms) await pause(ms)
        if (outcome === 'refuse') throw new ConvexError('Refused.')
        if (outcome === 'crash') throw new Error('Crashed.')
        return id
      },
    }),
  }
  const backend = await createLocalBackend({ modules: { './convex/soak.ts': async () => module } })
  const { faults } = backend

  const logger = { logVerbose() {}, log() {}, warn() {}, error() {} }
  const clients: ConvexClient[] = []
  const connect = () => {
    const client = new ConvexClient(backend.url, { logger, unsavedChangesWarning: false })
    clients.push(client)
    return client
  }
  const makeStore = (index: number, client: ConvexClient) => {
    const setting = settings[index % settings.length]
    return { store: createActionStore(work, { client, ...setting } as { client: ConvexClient }), setting }
  }
  const current = Array.from({ length: clientCount }, connect)
  const stores = Array.from({ length: storeCount }, (_, index) =>
    makeStore(index, current[index % clientCount] as ConvexClient),
  )

  const executions: Execution[] = []
  const wrong: string[] = []

  function execute({ store, setting = {} }: (typeof stores)[number]): Promise<unknown> {
    const id = executions.length
    const execution: Execution = { id, retries: 'retries' in setting, settled: 0 }
    executions.push(execution)
    const outcome = (['succeed', 'succeed', 'succeed', 'refuse', 'crash'] as const)[below(5)] ?? 'succeed'
    return store.execute({ id, ms: below(3) ? 0 : below(60), outcome }).then(
      (result) => {
        execution.settled++
        if (result !== id) wrong.push(`${id} was given the result of ${result}`)
      },
      (error) => {
        execution.settled++
        execution.error = error
        if (!(error instanceof ActionError)) wrong.push(`${id} failed with no ActionError: ${error}`)
      },
    )
  }

  // Each store executes once more at the very end.
  const most = total - storeCount

  /** A user: some clicks, some patience, now and then a change of mind. */
  async function use(index: number): Promise<void> {
    while (executions.length < most) {
      const mine = stores[index]
      if (!mine) return
      const clicks = Array.from({ length: 1 + below(5) }, () => executions.length < most && execute(mine))
      if (below(12) === 0) mine.store.cancel()
      if (below(12) === 0) mine.store.reset()
      await Promise.race([Promise.all(clicks), pause(20 + below(200))])
      await pause(below(300))
    }
  }

  type Filter = Parameters<typeof faults.on>[0]
  const isRequest: Filter = ({ type }, direction) => direction === 'in' && type === 'Action'
  const isAnswer: Filter = ({ type }, direction) => direction === 'out' && type === 'ActionResponse'
  const troubles: (() => unknown)[] = [
    () => faults.kill(),
    () => faults.disconnect(),
    () => faults.on(isRequest, 'kill', { times: 1 }),
    () => faults.on(isRequest, 'deliver-then-kill', { times: 1 }),
    () => faults.on(isAnswer, 'kill', { times: 1 }),
    () => faults.on(isAnswer, 'deliver-then-kill', { times: 1 }),
    () => faults.on(isAnswer, 'drop', { times: 1 }),
    () => faults.delay(below(100)),
    () => faults.delay(0),
    async () => {
      faults.refuse(true)
      faults.kill()
      await pause(below(400))
      faults.refuse(false)
    },
    async () => {
      // A page is closed, and another one opens.
      const gone = below(clientCount)
      await current[gone]?.close()
      current[gone] = connect()
      for (let index = gone; index < storeCount; index += clientCount) {
        stores[index] = makeStore(index, current[gone])
      }
    },
  ]
  let isOver = false
  async function trouble(): Promise<void> {
    // Each fault has its turn before any comes again.
    for (let deck: typeof troubles = []; !isOver; ) {
      if (!deck.length) deck = [...troubles]
      await deck.splice(below(deck.length), 1)[0]?.()
      await pause(below(calm))
    }
  }
  const troubled = trouble()
  await Promise.all(stores.map((_, index) => use(index)))
  isOver = true
  await troubled

  // An answer that was lost on an open socket never arrives. Everything else must end by itself.
  faults.reset()
  faults.disconnect()
  const isPending = () => executions.some(({ settled }) => settled === 0)
  for (let waited = 0; waited < 30_000 && isPending(); waited += 50) await pause(50)
  // Calls that a client held back are sent now, before this one. A closed client sends nothing any more.
  await Promise.all(
    current.map((client) => client.action(work, { id: -1, ms: 0, outcome: 'succeed' }).catch(() => {})),
  )
  const atTheEnd = stores.map(execute)
  await Promise.all(clients.map((client) => client.close()))
  await Promise.race([Promise.all(atTheEnd), pause(1000)])
  await backend.close()

  const requests = new Map<number, number>()
  for (const { message } of backend.wire.requests('soak:work')) {
    const [{ id }] = message.args as [Work]
    if (id >= 0) requests.set(id, (requests.get(id) ?? 0) + 1)
  }
  const ends: Record<string, number> = {}
  for (const { id, settled, error, retries } of executions) {
    const [sent, ran] = [requests.get(id) ?? 0, runs.get(id) ?? 0]
    // A success does not show how many tries it took. No store allows more than these.
    const tries = retries ? (error?.attempt ?? 5) : 1
    const { kind, delivery } = error ?? {}
    const end = error ? `${kind}, ${delivery}` : 'success'
    ends[end] = (ends[end] ?? 0) + 1
    const says = (is: boolean) => {
      if (!is) wrong.push(`${id}: ${end}, try ${tries}, but ${sent} requests and ${ran} runs`)
    }
    if (settled > 1) wrong.push(`${id} settled ${settled} times`)
    if (settled === 0) continue
    if (delivery === 'not-sent') says(sent === 0 && ran === 0)
    // Each try was answered. A success may follow unanswered tries.
    else if (delivery === 'responded') says(ran === tries)
    else if (!error) says(ran >= 1 && ran <= tries)
    says(ran <= sent)
    if (retries) says(sent <= tries)
  }
  const sum = (counts: Map<number, number>) => [...counts].reduce((all, [id, n]) => all + (id < 0 ? 0 : n), 0)
  return {
    executions: executions.length,
    settled: executions.filter(({ settled }) => settled > 0).length,
    requests: sum(requests),
    runs: sum(runs),
    ends,
    lost: executions.filter(({ settled }) => settled === 0).length,
    duplicated: executions.filter(({ id, retries }) => !retries && (requests.get(id) ?? 0) > 1).length,
    wrong,
  }
}

export function describeCounts({
  executions,
  settled,
  requests,
  runs,
  ends,
  lost,
  duplicated,
  wrong,
}: Counts) {
  return [
    `executions ${executions}, settled ${settled}, requests on the wire ${requests}, handler runs ${runs}`,
    ...Object.entries(ends)
      .sort(([, a], [, b]) => b - a)
      .map(([end, count]) => `  ${end}: ${count}`),
    `lost ${lost}, duplicated ${duplicated}, wrong deliveries ${wrong.length}`,
    ...wrong.slice(0, 20),
  ].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const executions = Number(process.env.EXECUTIONS ?? 10_000)
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  console.log(`seed ${seed}`)
  const counts = await soak({ executions, seed, calm: 2500 })
  console.log(describeCounts(counts))
  process.exit(
    counts.lost || counts.duplicated || counts.wrong.length || counts.settled !== executions ? 1 : 0,
  )
}
