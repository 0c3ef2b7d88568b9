import type { WireEntry } from './wire.js'

/** A row of the component `calls`: a try that claimed a call, or a tombstone, which is `sealed`. */
export interface ServerRecord {
  /** When it was written, in milliseconds since 1970. */
  _creationTime: number
  /** The try: a secret that only the page and the server know. */
  try: string
  state: 'running' | 'finished' | 'refused' | 'failed' | 'lost' | 'sealed'
  /** The call that it claimed; `undefined` of a tombstone. */
  id?: string
  action?: string
}

const { VITE_CONVEX_URL: url, VITE_LOCAL_CONTROL: isLocal } = import.meta.env

/** All of them; `undefined` where the page talks to a real deployment, which does not tell. */
export async function readRecords(): Promise<ServerRecord[] | undefined> {
  if (!isLocal) return undefined
  const answer = await fetch(`${url}/_local/rows?component=calls&table=tries`)
  return (await answer.json()).rows
}

/** What a request tells of its call, or of the call that it asks about. */
interface Named {
  action?: string
  call?: { id?: string; try?: string }
  callId?: string
  id?: string
  tries?: string[]
}

function namedIn({ message: { args } }: WireEntry): Named {
  // What is long is clipped, and no list any more.
  const [first] = (Array.isArray(args) ? args : []) as Named[]
  return first ?? {}
}

/** Whether a message asks what became of a call of this function. */
export const asksAbout = (entry: WireEntry, path: string): boolean =>
  entry.message.udfPath === 'calls:settle' && namedIn(entry).action === path

/** The tries that a message carries: of a call, or of a question about it. */
export function triesIn(entry: WireEntry): string[] {
  const { tries = [], call } = namedIn(entry)
  return call?.try ? [...tries, call.try] : tries
}

/** The id of the call that a message is about, where it has one. */
export function callIn(entry: WireEntry): string | undefined {
  const { call, callId, id, tries } = namedIn(entry)
  return call?.id ?? callId ?? (tries ? id : undefined)
}
