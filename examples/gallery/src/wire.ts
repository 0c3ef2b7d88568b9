/** A message that crossed the wire, as the local backend noted it; `at` in milliseconds since 1970. */
export interface WireEntry {
  number: number
  at: number
  socket: number | 'http'
  direction: 'in' | 'out'
  message: { type: string; udfPath?: string; args?: unknown; requestId?: number; success?: boolean }
}

/** All messages, and how often each handler was started. */
export interface Wire {
  entries: WireEntry[]
  runs: Record<string, number>
}

/** What the local backend answers: the messages after a number, and the number of its newest message. */
interface News extends Wire {
  newest: number
}

const { VITE_CONVEX_URL: url, VITE_LOCAL_CONTROL: isLocal } = import.meta.env

const read = async (since: number): Promise<News> => (await fetch(`${url}/_local/wire?since=${since}`)).json()

const atOpening = isLocal ? readAtOpening() : undefined
let entries: WireEntry[] = []
let newest = 0
let runsBefore: Wire['runs'] = {}

async function readAtOpening(): Promise<void> {
  // No message has a higher number, so that none comes.
  const news = await read(Number.MAX_SAFE_INTEGER)
  newest = news.newest
  runsBefore = news.runs
}

/** What there is since the page was opened; `undefined` where it talks to a real deployment, which does not tell. */
export async function readWire(): Promise<Wire | undefined> {
  if (!atOpening) return undefined
  await atOpening
  const since = newest
  let news = await read(since)
  if (news.newest < since) {
    // The server was started anew, and counts from 1 again.
    entries = []
    newest = 0
    runsBefore = {}
    news = await read(0)
  }
  // Another reading may have brought some of them meanwhile.
  entries = [...entries, ...news.entries.filter(({ number }) => number > newest)]
  newest = Math.max(newest, news.newest)
  const runs = Object.entries(news.runs).map(([path, count]) => [path, count - (runsBefore[path] ?? 0)])
  return { entries, runs: Object.fromEntries(runs) }
}

/** Whether it asks for a function to be run. */
export const isRequest = ({ direction, message }: WireEntry) =>
  direction === 'in' && (message.type === 'Action' || message.type === 'Mutation')
