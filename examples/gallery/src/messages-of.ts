import { asksAbout } from './records.js'
import { isRequest, type WireEntry } from './wire.js'

/** The requests for a function such as `emails:send`, the questions about its calls, their answers, and the sockets opened in between. */
export function messagesOf(path: string, entries: WireEntry[]): WireEntry[] {
  const keyOf = ({ socket, message }: WireEntry) => `${socket} ${message.requestId}`
  const isAbout = (entry: WireEntry) => entry.message.udfPath === path || asksAbout(entry, path)
  const requests = entries.filter((entry) => isRequest(entry) && isAbout(entry))
  const keys = new Set(requests.map(keyOf))
  const [first] = requests
  return entries.filter(
    (entry) =>
      requests.includes(entry) ||
      (entry.message.type.endsWith('Response') && keys.has(keyOf(entry))) ||
      (entry.message.type === 'Connect' && first && entry.at >= first.at),
  )
}
