import { isRequest, type WireEntry } from './wire.js'

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
