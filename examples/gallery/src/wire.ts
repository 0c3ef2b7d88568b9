/** A message that crossed the wire, as the local backend noted it; `at` in milliseconds since 1970. */
export interface WireEntry {
  at: number
  socket: number | 'http'
  direction: 'in' | 'out'
  message: { type: string; udfPath?: string; requestId?: number; success?: boolean }
}

/** All messages, and how often each handler was started. */
export interface Wire {
  entries: WireEntry[]
  runs: Record<string, number>
}

const { VITE_CONVEX_URL: url, VITE_LOCAL_CONTROL: isLocal } = import.meta.env

const read = async (): Promise<Wire> => (await fetch(`${url}/_local/wire`)).json()
const before = isLocal ? read() : undefined

/** What there is since the page was opened; `undefined` where it talks to a real deployment, which does not tell. */
export async function readWire(): Promise<Wire | undefined> {
  const then = await before
  if (!then) return undefined
  const { entries, runs } = await read()
  return {
    entries: entries.slice(then.entries.length),
    runs: Object.fromEntries(
      Object.entries(runs).map(([path, count]) => [path, count - (then.runs[path] ?? 0)]),
    ),
  }
}

/** Whether it asks for a function to be run. */
export const isRequest = ({ direction, message }: WireEntry) =>
  direction === 'in' && (message.type === 'Action' || message.type === 'Mutation')

/** The requests for a function such as `emails:send`, their answers, and the sockets opened in between. */
export function messagesOf(path: string, entries: WireEntry[]): WireEntry[] {
  const keyOf = ({ socket, message }: WireEntry) => `${socket} ${message.requestId}`
  const requests = entries.filter((entry) => isRequest(entry) && entry.message.udfPath === path)
  const keys = new Set(requests.map(keyOf))
  const [first] = requests
  return entries.filter(
    (entry) =>
      requests.includes(entry) ||
      (entry.message.type.endsWith('Response') && keys.has(keyOf(entry))) ||
      (entry.message.type === 'Connect' && first && entry.at >= first.at),
  )
}
