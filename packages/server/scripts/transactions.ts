/** What a transaction read and wrote, as Convex decides conflicts by it: ranges of indexes, and documents. */
export interface Transaction {
  reads: Range[]
  writes: { table: string; document: Document }[]
}

type Document = Record<string, unknown>
type Bound = { type: string; fieldPath: string; value: unknown }
type Range = { table: string; bounds: Bound[] }

type Syscall = (operation: string, args: string) => unknown
type Convex = Record<'syscall' | 'asyncSyscall' | 'jsSyscall', Syscall>
type Args = { table?: string; id?: string; value?: Document; query?: Query; queryId?: number }
type Query = {
  source: { tableName?: string; indexName?: string; range?: Bound[] }
  operators: { limit?: number }[]
}
type Stream = Range & { index: string | undefined; limit: number; read: Document[] }

/** By which field a query goes that stops before the end of its range: it reads no further than it gets. */
const orderOf: Record<string, string> = { 'tries.by_expiresAt': 'expiresAt' }

/** Runs `run`, and tells what the transaction in it read and wrote: convex-test hears of each step. */
export async function recordTransaction(run: () => Promise<unknown>): Promise<Transaction> {
  const writes: Transaction['writes'] = []
  const streams = new Map<number, Stream>()
  const known = new Map<unknown, Transaction['writes'][number]>()
  const scope = globalThis as unknown as { Convex: Convex }
  const { Convex } = scope
  const syscall: Syscall = (operation, json) => {
    const told = Convex.syscall(operation, json)
    const { query }: Args = JSON.parse(json)
    if (operation === '1.0/queryStream' && query)
      streams.set(JSON.parse(String(told)).queryId, streamOf(query))
    return told
  }
  const asyncSyscall: Syscall = async (operation, json) => {
    const { table = '', id, value, queryId = -1 }: Args = JSON.parse(json)
    if (/insert|shallowMerge|replace|remove/.test(operation))
      writes.push(known.get(id) ?? { table, document: { ...value } })
    const told = await Convex.asyncSyscall(operation, json)
    if (operation === '1.0/queryStreamNext') {
      const next: Document | null = JSON.parse(String(told)).value
      const stream = streams.get(queryId)
      if (next && stream) {
        known.set(next._id, { table: stream.table, document: next })
        stream.read.push(next)
      }
    }
    return told
  }
  scope.Convex = { syscall, asyncSyscall, jsSyscall: (...args) => Convex.jsSyscall(...args) }
  try {
    await run()
  } finally {
    scope.Convex = Convex
  }
  return { reads: [...streams.values()].map(rangeOf), writes }
}

function streamOf({ source: { tableName, indexName, range = [] }, operators }: Query): Stream {
  const table = tableName ?? String(indexName?.split('.')[0])
  const limit = Math.min(...operators.map(({ limit = Number.POSITIVE_INFINITY }) => limit))
  return { table, bounds: range, index: indexName, limit, read: [] }
}

function rangeOf({ table, bounds, index = '', limit, read }: Stream): Range {
  const field = orderOf[index]
  const last = read.at(-1)
  if (!field || !last || read.length < Math.min(limit, 500)) return { table, bounds }
  return { table, bounds: [{ type: 'Lte', fieldPath: field, value: last[field] }] }
}

/** How many pairs would conflict if they began at the same time: one wrote what the other had read. */
export function conflicts(transactions: Transaction[], others: Transaction[]): number {
  let pairs = 0
  for (const one of transactions)
    for (const other of others) if (one !== other && (meets(one, other) || meets(other, one))) pairs++
  return pairs
}

const meets = ({ writes }: Transaction, { reads }: Transaction) =>
  writes.some(({ table, document }) =>
    reads.some((range) => range.table === table && range.bounds.every((bound) => holds(bound, document))),
  )

function holds({ type, fieldPath, value }: Bound, document: Document): boolean {
  const own = document[fieldPath]
  if (type === 'Eq') return own === value
  if (type === 'Lte') return Number(own) <= Number(value)
  throw new Error(`A range has a bound "${type}", which this script does not know.`)
}
