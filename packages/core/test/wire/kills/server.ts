import { AsyncLocalStorage } from 'node:async_hooks'
import { createLocalBackend, createTestIssuer, type Fault } from '@convex-action/local-backend'
import { Calls, Refusal } from '@convex-action/server'
import { modules, schema } from '@convex-action/server/test'
import {
  actionGeneric,
  componentsGeneric,
  type FunctionReference,
  type GenericActionCtx,
  type GenericDataModel,
  makeFunctionReference,
  mutationGeneric,
} from 'convex/server'
import { v } from 'convex/values'
import type { CallsApi } from '../../../src/recovery.js'
import { type Chance, pause } from './chance.js'

type Call = { id: string; try: string; guarded: 1 }
type Ctx = GenericActionCtx<GenericDataModel>

type Pay = FunctionReference<'action', 'public', { order: number; call?: Call }, { order: number }>

/** How a guarded action is declared. */
export type Kind = 'pay' | 'payRepeatable' | 'payUnkept'

const kinds: Record<Kind, { repeatable?: boolean; keepResult?: boolean }> = {
  pay: {},
  payRepeatable: { repeatable: true },
  payUnkept: { keepResult: false },
}

/** The guarded actions, and the functions that a page calls. */
export const api = {
  pay: makeFunctionReference('shop:pay') as Pay,
  payRepeatable: makeFunctionReference('shop:payRepeatable') as Pay,
  payUnkept: makeFunctionReference('shop:payUnkept') as Pay,
  calls: {
    settle: makeFunctionReference('calls:settle'),
    outcome: makeFunctionReference('calls:outcome'),
  } as unknown as CallsApi,
}

/** One effect of the action, as the outside world counts it. */
export interface Effect {
  order: number
  /** The id that the service received. */
  id: string
  try: string
  user: string | null
}

/** A row of the component's table. */
export interface Row {
  try: string
  state: string
  action?: string
  user?: string | null
  id?: string
}

/** How often each message has which fault. All faults together are rare enough that most executions get through. */
const wire: [direction: 'in' | 'out', type: string, name: string, faults: [Fault, often: number][]][] = [
  ['in', 'Action', 'the request', faults(0.05, 0.05, 0.01, 0.08)],
  ['out', 'ActionResponse', 'the answer', faults(0.07, 0.05, 0.01, 0.04)],
  ['in', 'Mutation', 'settle', faults(0.1, 0.08, 0.01, 0.05)],
  ['out', 'MutationResponse', "settle's answer", faults(0.1, 0.08, 0.01, 0.05)],
  ['in', 'ModifyQuerySet', "outcome's question", faults(0.08, 0.06, 0, 0)],
  ['out', 'Transition', "outcome's transition", faults(0.08, 0.06, 0, 0.04)],
  ['in', 'Authenticate', 'the token', faults(0.02, 0.02, 0, 0)],
]

function faults(kill: number, deliver: number, drop: number, delay: number): [Fault, number][] {
  return [
    ['kill', kill],
    ['deliver-then-kill', deliver],
    ['drop', drop],
    [{ delay: 30 }, delay / 2],
    [{ delay: 200 }, delay / 2],
  ]
}

/** A server in which every message and every step can have a fault. */
export async function startServer(chance: Chance) {
  const effects: Effect[] = []
  /** By try: what happened to its handler, so that its end cannot be known. The handler is silent from then on. */
  const losses = new Map<string, string>()
  /** How often each fault occurred. */
  const met = new Map<string, number>()
  /** Functions that cut the connection of the page that sent a try. */
  const cuts = new Map<string, () => void>()
  const request = new AsyncLocalStorage<{ try: string }>()
  let isCalm = false
  let running = 0

  const count = (name: string) => met.set(name, (met.get(name) ?? 0) + 1)
  const happens = (often: number) => !isCalm && chance.is(often)

  /** Silences the handler: after 60 seconds the component marks it as lost. */
  function fallSilent(why: string): void {
    const own = request.getStore()?.try
    if (own) losses.set(own, why)
  }

  /** What can happen in a handler before and after each step. */
  async function step(name: string, mayThrow: boolean): Promise<void> {
    if (happens(0.06)) {
      count(`${name}: connection killed`)
      cuts.get(request.getStore()?.try ?? '')?.()
    }
    if (happens(0.1)) await pause(chance.below(60))
    if (happens(0.02)) {
      count(`${name}: handler died`)
      // Once the outcome is recorded, it is known.
      if (name !== 'after the note') fallSilent(`the handler died ${name}`)
      if (happens(0.5)) cuts.get(request.getStore()?.try ?? '')?.()
      running--
      await new Promise(() => {})
    }
    if (mayThrow && happens(0.02)) {
      count(`${name}: error`)
      // A claim that is answered with an error may still have been made.
      if (name === 'after the claim') fallSilent('the claim was made, and its answer was an error')
      throw new Error('The database is busy.')
    }
  }

  const components = componentsGeneric() as unknown as { calls: ConstructorParameters<typeof Calls>[0] }
  const calls = new Calls(components.calls)
  const guarded = (kind: Kind) =>
    calls.once({
      ...kinds[kind],
      args: { order: v.number() },
      returns: v.object({ order: v.number() }),
      handler: async (ctx, { order }, { id }) => {
        await step('before the effect', true)
        if (order % 7 === 3) throw new Refusal('Refused.')
        if (happens(0.02)) {
          // It is alive, but silent for so long that it counts as lost.
          count('before the effect: silent for 60 s')
          fallSilent('the handler was silent for 60 s, and went on')
          await pause(80)
        }
        const user = (await ctx.auth.getUserIdentity())?.subject ?? null
        effects.push({ order, id, try: request.getStore()?.try ?? '', user })
        await step('after the effect', false)
        return { order }
      },
    })
  const troubled = (ctx: Ctx): Ctx => ({
    ...ctx,
    runMutation: (async (reference: never, args: Record<string, unknown>) => {
      const name = 'mac' in args ? 'claim' : 'note'
      await step(`before the ${name}`, true)
      const answer = (await ctx.runMutation(reference, args as never)) as { state?: string } | null
      if (answer?.state === 'sealed') count('the request: came after settle, and was refused')
      await step(`after the ${name}`, true)
      return answer
    }) as Ctx['runMutation'],
  })
  const pay = (kind: Kind) => {
    const definition = guarded(kind)
    return actionGeneric({
      ...definition,
      handler: (ctx, args) =>
        request.run({ try: args.call?.try ?? '' }, async () => {
          running++
          try {
            return await definition.handler(troubled(ctx), args)
          } finally {
            running--
          }
        }),
    })
  }
  const { settle, outcome } = calls.api()
  // The type does not show what Convex keeps of a function.
  const ask = (settle as unknown as { _handler(ctx: object, args: object): Promise<unknown> })._handler
  const troubledSettle = mutationGeneric({
    args: { action: v.string(), id: v.string(), tries: v.array(v.string()), age: v.number() },
    handler: async (ctx, args) => {
      if (happens(0.01)) {
        count('settle: error')
        throw new Error('The database is busy.')
      }
      return ask(ctx, args)
    },
  })

  const issuer = await createTestIssuer()
  const backend = await createLocalBackend({
    modules: {
      './convex/_generated/api.js': async () => ({}),
      './convex/shop.ts': async () => ({
        pay: pay('pay'),
        payRepeatable: pay('payRepeatable'),
        payUnkept: pay('payUnkept'),
      }),
      './convex/calls.ts': async () => ({ settle: troubledSettle, outcome }),
    },
    components: [
      { path: 'calls', modules: { ...modules, './schema.js': async () => ({ default: schema }) } as never },
    ],
    auth: issuer,
  })

  for (const [direction, type, name, faults] of wire)
    for (const [fault, often] of faults)
      backend.faults.on((message, way) => {
        if (way !== direction || message.type !== type || !(often && happens(often))) return false
        const changes = (message.modifications as unknown[] | undefined)?.length
        if (changes === 0) return false
        count(`${name}: ${typeof fault === 'object' ? 'late' : fault}`)
        // Usually later than the question: the connection is lost meanwhile.
        const [args] = (message.args ?? []) as [{ call?: Call }?]
        const cut = cuts.get(args?.call?.try ?? '')
        if (typeof fault === 'object' && cut && happens(0.7)) setTimeout(cut, 5)
        return true
      }, fault)

  // Stands for the component's `watch`, which marks a call as lost after 60 seconds of silence. Here it takes
  // milliseconds.
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      await pause(30)
      if (losses.size)
        await backend.inComponent('calls', async (ctx) => {
          for (const row of await ctx.db.query('tries').collect())
            if (row.state === 'running' && losses.has(row.try))
              await ctx.db.patch(row._id, { state: 'lost', watched: false })
        })
    }
  })()

  return {
    url: backend.url,
    issuer,
    effects,
    losses,
    met,
    cuts,
    authError: () => {
      count('all tokens: refused')
      backend.faults.authError('Token expired')
    },
    /** Ends all faults. */
    calm: () => {
      isCalm = true
    },
    /** Resolves when nothing is running or delayed any more. */
    async quiet(): Promise<void> {
      do await pause(300)
      while (running > 0)
    },
    rows: () =>
      backend.inComponent('calls', (ctx) => ctx.db.query('tries').collect()) as unknown as Promise<Row[]>,
    async close(): Promise<void> {
      isOver = true
      await watching
      await backend.close()
    },
  }
}

export type Server = Awaited<ReturnType<typeof startServer>>
