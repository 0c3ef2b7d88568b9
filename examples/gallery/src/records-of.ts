import { type ServerRecord, triesIn } from './records.js'
import { isRequest, type WireEntry } from './wire.js'

/** The records of the tries that crossed the wire for a function such as `payments:charge`, the newest first. */
export function recordsOf(path: string, records: ServerRecord[], entries: WireEntry[]): ServerRecord[] {
  const isAsked = ({ message }: WireEntry) => message.udfPath === path || message.udfPath === 'calls:settle'
  const tries = new Set(entries.filter((entry) => isRequest(entry) && isAsked(entry)).flatMap(triesIn))
  return records
    .filter((record) => tries.has(record.try) && (record.action ?? path) === path)
    .toSorted((one, other) => other._creationTime - one._creationTime)
}
