import type { Execution, World } from './page.js'
import type { Effect, Row } from './server.js'

/** The outcomes of the executions of a run. */
export interface Counts {
  executions: number
  lost: number
  requests: number
  effects: number
  /** How many executions ended in which way. */
  ends: Record<string, number>
  /** The reasons of the executions that ended `unknown`. */
  unknown: Record<string, number>
  /** How often each fault occurred. */
  met: Record<string, number>
  clients: Record<string, number>
  /** How many executions each action had. */
  actions: Record<string, number>
  /** Executions reported as `not-sent` that ran, or ran later. */
  falseNotSent: number
  /** Sealed tries that still claimed a call. */
  unsealed: number
  /** Reported successes that did not happen. */
  falseSuccess: number
  /** Orders that were paid more than once without permission. */
  twice: number
  /** Orders that a `repeatable` action paid again under one id, after a handler had fallen silent. */
  repeated: number
  /** Executions that ended with an answer although their effect happened. */
  falseAnswer: number
  /** Executions that ended `unknown` without a known reason. */
  unexplained: number
  wrong: string[]
}

export const noCounts = (): Counts => ({
  executions: 0,
  lost: 0,
  requests: 0,
  effects: 0,
  ends: {},
  unknown: {},
  met: {},
  clients: {},
  actions: {},
  falseNotSent: 0,
  unsealed: 0,
  falseSuccess: 0,
  twice: 0,
  repeated: 0,
  falseAnswer: 0,
  unexplained: 0,
  wrong: [],
})

const add = (counts: Record<string, number>, name: string, more = 1) => {
  counts[name] = (counts[name] ?? 0) + more
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}

/** Compares what each execution reported with the server's own records, and adds the result to `counts`. */
export function judge(
  { executions, sealed, wrong, server, clients }: World,
  rows: Row[],
  counts: Counts,
): void {
  const rowOf = new Map(rows.map((row) => [row.try, row]))
  const isClaimed = (secret: string) => (rowOf.get(secret)?.state ?? 'sealed') !== 'sealed'
  const effectsOf = groupBy(server.effects, ({ order }) => order)
  const ran = new Set(server.effects.map((effect) => effect.try))
  const repeatable = new Set(
    executions.filter(({ kind }) => kind === 'payRepeatable').map(({ order }) => order),
  )
  // A repeatable effect may happen again under its id after a handler fell silent.
  const mayRepeat = (effects: Effect[]) =>
    new Set(effects.map(({ id }) => id)).size === 1 &&
    effects.filter((effect) => !server.losses.has(effect.try)).length <= 1
  counts.wrong.push(...wrong)
  counts.executions += executions.length
  counts.effects += server.effects.length
  for (const [name, many] of server.met) add(counts.met, name, many)
  for (const [name, many] of Object.entries(clients)) add(counts.clients, name, many)

  for (const [order, effects] of effectsOf)
    for (const [user, own] of groupBy(effects, ({ user }) => user))
      if (own.length > 1) {
        if (repeatable.has(order) && mayRepeat(own)) counts.repeated++
        else {
          counts.twice++
          counts.wrong.push(`order ${order} was paid ${own.length} times by ${user}`)
        }
      }
  for (const secret of sealed)
    if (isClaimed(secret)) {
      counts.unsealed++
      counts.wrong.push(`${secret} was sealed, and ${rowOf.get(secret)?.state}`)
    }
  for (const execution of executions) {
    const { order, tries, error, data, settled, kind: declared } = execution
    counts.requests += tries.length
    const end = error ? `${error.kind}, ${error.delivery}` : 'success'
    const says = (name: 'falseNotSent' | 'falseSuccess' | 'falseAnswer') => {
      counts[name]++
      counts.wrong.push(
        `order ${order}: ${end}, but ${tries.map((one) => `${rowOf.get(one)?.state}${ran.has(one) ? ' with its effect' : ''}`)}`,
      )
    }
    if (settled !== 1) {
      counts.lost++
      counts.wrong.push(`order ${order} settled ${settled} times, in ${[...execution.phases]}`)
      continue
    }
    add(counts.ends, end)
    add(counts.actions, declared)
    const { kind, delivery } = error ?? {}
    if (!error) {
      const isRight = (data as { order?: unknown } | null)?.order === order
      if (!isRight || !effectsOf.has(order)) says('falseSuccess')
    } else if (delivery === 'not-sent') {
      if (tries.some((one) => isClaimed(one) || ran.has(one))) says('falseNotSent')
    } else if (delivery === 'responded') {
      if (kind === 'result-lost') {
        if (declared !== 'payUnkept' || !effectsOf.has(order)) says('falseSuccess')
      } else if (kind !== 'identity-changed' && tries.some((one) => ran.has(one)))
        // Outcomes of a previous user are not reported.
        says('falseAnswer')
    } else {
      const why = reasonOf(execution, server.losses, rows)
      add(counts.unknown, `${kind}: ${why ?? 'unexplained'}`)
      if (why === undefined) {
        counts.unexplained++
        counts.wrong.push(
          `order ${order}: ${end} of ${execution.user}, for no reason: ${tries.map((one) => rowOf.get(one)?.state)}, ${[...execution.phases]}, told ${execution.told}, shared ${execution.isShared}, rows ${JSON.stringify(rows.filter((row) => row.id && row.id === rowOf.get(tries[0] ?? '')?.id))}`,
        )
      }
    }
  }
}

/** Why the outcome could not be known, or `undefined` if it could. */
function reasonOf(
  { error, id, kind: declared, user, isShared, isUserInDoubt, tries }: Execution,
  losses: Map<string, string>,
  rows: Row[],
): string | undefined {
  const { kind } = error ?? {}
  if (kind === 'timeout' || kind === 'canceled') return 'given up while it was with the server'
  if (kind === 'closed') return 'the client was closed'
  if (kind === 'identity-changed') return 'the user changed'
  if (kind !== 'connection') return undefined
  if (error?.cause) return 'settle or outcome answered with an error'
  const claims = rows.filter((row) => row.id === id && row.action === `shop:${declared}`)
  const own = claims.filter((row) => tries.includes(row.try))
  if (user === null && isShared && !own.length) return "another one's call, and nobody is signed in"
  const isTheirs = (row: Row) => (row.user?.split('|')[1] ?? null) === user
  for (const row of claims) {
    const loss = losses.get(row.try)
    if (loss && isTheirs(row)) return loss
  }
  if (isUserInDoubt) return 'the user changed'
  if (own.some((row) => !isTheirs(row))) return 'the client sent it as another user than the store knew'
  return undefined
}

const table = (counts: Record<string, number>) =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `  ${name}: ${count}`)

export function describeCounts(counts: Counts): string {
  return [
    `executions ${counts.executions}, tries handed over ${counts.requests}, effects ${counts.effects}`,
    ...table(counts.ends),
    'ended unknown, and why',
    ...table(counts.unknown),
    'faults met',
    ...table(counts.met),
    'clients',
    ...table(counts.clients),
    'actions',
    ...table(counts.actions),
    `never settled ${counts.lost}`,
    `not-sent that ran or runs later ${counts.falseNotSent}, sealed and claimed all the same ${counts.unsealed}`,
    `a success that did not happen ${counts.falseSuccess}, an answer whose effect happened all the same ${counts.falseAnswer}`,
    `effects twice ${counts.twice}, again by a repeatable action ${counts.repeated}`,
    `unknown for no known reason ${counts.unexplained}`,
    ...counts.wrong.slice(0, 20),
  ].join('\n')
}
