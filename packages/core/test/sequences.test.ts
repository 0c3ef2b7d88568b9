import { isDeepStrictEqual } from 'node:util'
import { ConvexError } from 'convex/values'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type ActionError,
  type ActionErrorKind,
  type ActionState,
  createActionStore,
  type Delivery,
} from '../src/index.js'
import { createFakeClient } from '../src/testing.js'
import { charge } from './actions.js'
import { type Answer, answerByHand, countListeners } from './clients.js'
import { type Failure, Model, noticed, type Run, type Setting, type Shown } from './model.js'

const sequences = Number(process.env.SEQUENCES ?? 1500)
const seed = Number(process.env.SEED ?? 1)

/** What a user or a network does. A number picks one of the existing executions. */
type Command =
  | { do: 'execute' | 'retry' | 'cancel' | 'reset' | 'identify' | 'subscribe' }
  | { do: 'open' | 'blip' | 'lose' | 'attemptFails' | 'close' }
  | { do: 'resolve' | 'unsubscribe' | 'loseAfterAnswer'; pick: number }
  | { do: 'reject'; pick: number; how: keyof typeof failures }
  | { do: 'user'; name: string }
  | { do: 'tick'; ms: number }

const failures = {
  application: () => ({ cause: new ConvexError('No.'), kind: 'application', delivery: 'responded' }),
  server: () => ({
    cause: new Error('[CONVEX A(payments:charge)] [Request ID: 1] Server Error\n  Called by client'),
    kind: 'server',
    delivery: 'responded',
  }),
  unexpected: () => ({ cause: new TypeError('?'), kind: 'unexpected', delivery: 'unknown' }),
} satisfies Record<string, () => { cause: Error; kind: ActionErrorKind; delivery: Delivery }>

const plain = <Name extends Command['do']>(name: Name) => fc.constant({ do: name } as Command)
const picked = <Name extends Command['do']>(name: Name) =>
  fc.nat(7).map((pick) => ({ do: name, pick }) as Command)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: plain('execute') },
  { weight: 2, arbitrary: plain('retry') },
  { weight: 1, arbitrary: plain('cancel') },
  { weight: 1, arbitrary: plain('reset') },
  { weight: 1, arbitrary: plain('identify') },
  { weight: 1, arbitrary: plain('subscribe') },
  { weight: 1, arbitrary: picked('unsubscribe') },
  { weight: 8, arbitrary: plain('open') },
  { weight: 2, arbitrary: plain('blip') },
  { weight: 4, arbitrary: plain('lose') },
  { weight: 1, arbitrary: picked('loseAfterAnswer') },
  { weight: 1, arbitrary: plain('attemptFails') },
  { weight: 7, arbitrary: picked('resolve') },
  {
    weight: 4,
    arbitrary: fc
      .record({
        pick: fc.nat(7),
        how: fc.constantFrom(...(Object.keys(failures) as (keyof typeof failures)[])),
      })
      .map((more): Command => ({ do: 'reject', ...more })),
  },
  { weight: 2, arbitrary: fc.constantFrom('ada', 'bob').map((name): Command => ({ do: 'user', name })) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(1, 10, 60, 150, 400, 2500).map((ms): Command => ({ do: 'tick', ms })),
  },
)
// Closing ends nearly everything, so it is rare and late.
const closing: fc.Arbitrary<Command[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Command[]>([]) },
  {
    weight: 1,
    arbitrary: fc.array(command, { maxLength: 10 }).map((after): Command[] => [{ do: 'close' }, ...after]),
  },
)
const commands = fc
  .tuple(fc.array(command, { maxLength: 50, size: 'max' }), closing)
  .map(([before, after]) => [...before.slice(0, 50 - after.length), ...after])

const fromOutside = new Set<Command['do']>([
  'open',
  'blip',
  'lose',
  'loseAfterAnswer',
  'attemptFails',
  'resolve',
  'reject',
  'tick',
])

/** What user code does when it is called, and after how many calls in which it does nothing. */
const reactions = fc.array(
  fc.record({
    after: fc.nat(5),
    command: command.filter((command) => !fromOutside.has(command.do)),
  }),
  { maxLength: 10 },
)
const setting: fc.Arbitrary<Setting> = fc.record({
  concurrency: fc.constantFrom('parallel', 'drop', 'queue'),
  offline: fc.constantFrom('wait', 'wait', 'fail'),
  timeout: fc.constantFrom(undefined, undefined, 47, 331, 4003),
  retries: fc.option(
    fc.record({
      limit: fc.constantFrom(0, 1, 3),
      delay: fc.constantFrom(1, 113, 1009),
      kinds: fc.constantFrom<ActionErrorKind[]>(
        ['connection'],
        ['connection', 'server', 'unexpected'],
        ['application'],
      ),
    }),
    { nil: undefined },
  ),
  identity: fc.boolean(),
  socket: fc.constantFrom('open', 'open', 'handshake', 'lost'),
})

const macrotask = () => new Promise<void>((resolve) => setImmediate(resolve))
const failureOf = ({ kind, delivery, attempt }: ActionError): Failure => ({ kind, delivery, attempt })

interface Execution {
  args: { amount: number }
  /** The number of changes of user before it started. */
  session?: number
  outcome?: { data: unknown } | { error: Failure }
}

const isRefused = ({ outcome }: Execution) =>
  outcome && 'error' in outcome && outcome.error.kind === 'dropped'

/** Errors of user code. Nothing in this file throws any. */
const reported: unknown[] = []

/** A store over a fake client, what a user and a network do to it, and what must hold in every case. */
function makeWorld(setting: Setting) {
  // Timers that an earlier sequence left behind are the failure of that sequence.
  vi.clearAllTimers()
  reported.length = 0
  const { retries, identity, socket, ...options } = setting
  const client = createFakeClient<{ readonly closed: boolean }>({ connected: socket === 'open' })
  if (socket === 'lost') client.disconnect()
  const answers = answerByHand(client)
  const listeners = countListeners(client)
  const executions: Execution[] = []
  /** What the callbacks received, by arguments: `retry` uses the arguments of the execution that it repeats. */
  const told = new Map<unknown, string[]>()
  const answered = new Set<Answer>()
  const publications: ActionState[] = []
  /** The deliveries of failed executions, in order of failure. */
  const failed: Delivery[] = []
  const others: (() => void)[] = []
  const broken: string[] = []
  /** What user code does when it is called. */
  const reaction = { isUsed: false, run() {} }
  let user = 'ada'
  let knownUser: string | undefined
  let session = 0
  /** Starting executions: the next answer of `identity` decides whose they are. */
  let beginning: Execution[] = []
  let ids = 0
  let depth = 0
  let amounts = 0

  const demand = (what: unknown, promise: string) => {
    if (!what) broken.push(promise)
  }
  /** Calls of user code: none may happen during another. */
  const outside = (run: () => void) => {
    demand(depth === 0, 'publications and callbacks do not nest')
    depth++
    run()
    reaction.run()
    depth--
  }
  const tell = (what: string, args: unknown) =>
    outside(() => {
      told.set(args, [...(told.get(args) ?? []), what])
    })

  const store = createActionStore(
    charge,
    {
      client,
      ...options,
      ...(retries && {
        callId: { name: 'callId', create: ({ amount }: { amount: number }) => `${amount}.${++ids}` },
        retries: {
          limit: retries.limit,
          delay: retries.delay,
          when: ({ kind }: ActionError) => retries.kinds.includes(kind),
        },
      }),
      ...(identity && {
        identity() {
          if (user !== knownUser) session++
          knownUser = user
          for (const execution of beginning) execution.session = session
          beginning = []
          return user
        },
      }),
      onExecute: ({ args }) => tell('onExecute', args),
      onSuccess: (_data, { args }) => tell('onSuccess', args),
      onError(error, { args }) {
        failed.push(error.delivery)
        tell('onError', args)
      },
      onSettled: (_data, _error, { args, shown }) => tell(shown ? 'onSettled, shown' : 'onSettled', args),
    } as Parameters<typeof createActionStore<typeof charge, 'callId'>>[1],
    { client },
  )

  store.subscribe((state) =>
    outside(() => {
      const before = publications.at(-1)
      const fields = Object.keys(state) as (keyof ActionState)[]
      demand(
        !before || fields.some((field) => !Object.is(state[field], before[field])),
        'no state is published twice in a row',
      )
      demand(state.pending === (state.status === 'pending'), 'pending says what status says')
      const owner = (state.data as { by?: string } | undefined)?.by
      demand(!identity || !owner || owner === knownUser, 'no data of a former user is shown')
      publications.push(state)
    }),
  )

  const follow = (args: { amount: number }, start: () => Promise<unknown>) => {
    const execution: Execution = { args }
    executions.push(execution)
    beginning.push(execution)
    const settle = (outcome: Execution['outcome']) => {
      demand(!execution.outcome, 'each execution settles once')
      execution.outcome = outcome
      const ended = executions.filter((one) => one.args === args && one.outcome && !isRefused(one))
      const heard = told.get(args)?.filter((what) => what.startsWith('onSettled')) ?? []
      demand(ended.length <= heard.length, 'the callbacks come before the promise')
    }
    start().then(
      (data) => settle({ data }),
      (error: ActionError) => settle({ error: failureOf(error) }),
    )
    return execution
  }

  const checkIdle = () => {
    if (executions.some(({ outcome }) => !outcome)) return
    demand(listeners() === 0, 'an idle store holds no subscription at the client')
    demand(vi.getTimerCount() === 0, 'an idle store holds no timer')
  }

  const world = {
    client,
    answers,
    store,
    executions,
    told,
    publications,
    failed,
    reaction,
    demand,
    isOpen: () => client.connectionState().isWebSocketConnected,
    /** The calls without an answer. */
    unanswered: () => answers.filter((answer) => !answered.has(answer)),
    answer(answer: Answer, settle: (answer: Answer) => void) {
      answered.add(answer)
      settle(answer)
    },
    resultFor: () => ({ by: user }),
    execute() {
      const args = { amount: ++amounts }
      return follow(args, () => store.execute(args))
    },
    retry() {
      // An execution that user code starts when a change of user is published is not the one that was to be retried.
      if (reaction.isUsed) store.identify()
      const { args = { amount: 0 } } = store.getState()
      return follow(args, () => store.retry())
    },
    setUser(name: string) {
      user = name
    },
    subscribe() {
      let isActive = true
      const unsubscribe = store.subscribe(() => demand(isActive, 'no listener runs after unsubscribe'))
      others.push(() => {
        isActive = false
        unsubscribe()
      })
    },
    unsubscribe(pick: number) {
      others.splice(pick % (others.length || 1), 1)[0]?.()
    },
    openSocket() {
      // The client rejects calls of an earlier connection.
      for (const answer of answers) answered.add(answer)
      client.connect()
    },
    /** What holds whenever nothing is running. */
    check() {
      checkIdle()
      const unsettled = executions.filter(({ outcome }) => !outcome)
      const ours = identity ? unsettled.filter((execution) => execution.session === session) : unsettled
      demand(store.getState().inFlight === ours.length, 'inFlight counts what has not settled')
      for (const args of new Set(executions.map(({ args }) => args))) {
        const expected = executions
          .filter((execution) => execution.args === args && !isRefused(execution))
          .flatMap(({ outcome }) => {
            const end = outcome && ('data' in outcome ? 'onSuccess' : 'onError')
            return ['onExecute', ...(end ? [end, 'onSettled'] : [])]
          })
        const heard = (told.get(args) ?? []).map((what) => what.replace(', shown', ''))
        // If user code retries during a step, two retries may be under way at a time.
        const isMixed = reaction.isUsed && expected.length > 3
        demand(
          isMixed ? `${heard.sort()}` === `${expected.sort()}` : `${heard}` === `${expected}`,
          `callbacks hear of each execution once: ${expected}, not ${heard}`,
        )
      }
      for (const { args, outcome } of executions) {
        const sent = client.calls(charge).filter((call) => call.args.amount === args.amount)
        const again = executions.filter((other) => other.args === args)
        if (!retries) demand(sent.length <= again.length, 'one execution sends at most one request')
        if (outcome && 'error' in outcome && outcome.error.delivery === 'not-sent') {
          demand(sent.length < again.length || again.length > 1, 'what is not-sent was not handed over')
        }
      }
      same([...broken, ...reported.splice(0)], [])
    },
    async rest() {
      await macrotask()
      checkIdle()
      vi.advanceTimersByTime(0)
      await macrotask()
    },
    /** Ends everything, like a page that is closed. */
    async finish() {
      client.close()
      await world.rest()
      vi.advanceTimersByTime(noticed)
      await macrotask()
      demand(store.getState().inFlight === 0, 'a closed client leaves nothing unsettled')
      world.check()
    },
  }
  return world
}

/** The state in the words of the model. */
const read = ({ args, error, status, phase, callId, attempt, inFlight, data }: ActionState): Shown => ({
  status,
  phase,
  amount: (args as { amount: number } | undefined)?.amount,
  callId,
  attempt,
  inFlight,
  data,
  error: error ? failureOf(error) : undefined,
})

/** What is promised loosely counts as promised. */
function loosen(shown: Shown, { attempt, error }: Pick<Shown, 'attempt' | 'error'>): Shown {
  const { loose, ...exact } = shown
  if (!loose || !exact.error) return exact
  const isFine = error && ['closed', 'timeout'].includes(error.kind)
  return { ...exact, attempt, error: isFine ? { ...error, delivery: exact.error.delivery } : exact.error }
}

type World = ReturnType<typeof makeWorld>

/** Applies a command to a world and, if there is one, to a model. */
function perform(command: Command, world: World, model?: Model, runs: (Run | undefined)[] = []): void {
  const { client, store } = world
  switch (command.do) {
    case 'execute': {
      const { args } = world.execute()
      runs.push(model?.execute(args.amount))
      break
    }
    case 'retry':
      world.retry()
      runs.push(model?.retry())
      break
    case 'cancel': {
      const [published, ended] = [world.publications.length, world.failed.length]
      store.cancel()
      if (model && !model.isUnnoticed) {
        world.demand(world.publications.length <= published + 1, 'cancel publishes once')
        const deliveries = world.failed.slice(ended)
        const held = deliveries.filter((delivery) => delivery === 'not-sent').length
        world.demand(deliveries.lastIndexOf('not-sent') < held, 'cancel ends what was not handed over first')
      }
      model?.cancel()
      break
    }
    case 'reset':
    case 'identify':
      store[command.do]()
      model?.[command.do]()
      break
    case 'subscribe':
      world.subscribe()
      break
    case 'unsubscribe':
      world.unsubscribe(command.pick)
      break
    case 'open':
    case 'blip':
      // A blip: the next connection is open before anything noticed that the last one was lost.
      if (client.closed || world.isOpen() !== (command.do === 'blip')) break
      world.openSocket()
      model?.open()
      break
    case 'lose':
      if (!world.isOpen()) break
      client.disconnect()
      model?.lose()
      break
    case 'attemptFails':
      if (world.isOpen() || client.closed) break
      client.disconnect()
      model?.attemptFails()
      break
    case 'resolve':
    case 'reject':
    case 'loseAfterAnswer': {
      const unanswered = world.unanswered()
      const answer = unanswered[command.pick % unanswered.length]
      if (!answer || (command.do === 'loseAfterAnswer' && !world.isOpen())) break
      const request = model?.wire[world.answers.indexOf(answer)]
      if (command.do === 'reject') {
        const { cause, kind, delivery } = failures[command.how]()
        world.answer(answer, ({ reject }) => reject(cause))
        if (request) model?.reject(request, kind, delivery)
        break
      }
      const data = world.resultFor()
      if (command.do === 'loseAfterAnswer') client.disconnect()
      world.answer(answer, ({ resolve }) => resolve(data))
      const arrive = () => {
        if (request) model?.resolve(request, data)
      }
      if (command.do === 'resolve') arrive()
      else model?.lose(arrive)
      break
    }
    case 'user':
      world.setUser(command.name)
      if (model) model.user = command.name
      break
    case 'tick':
      vi.advanceTimersByTime(command.ms)
      model?.tick(command.ms)
      break
    case 'close':
      if (client.closed) break
      client.close()
      vi.advanceTimersByTime(noticed)
      model?.close()
      model?.tick(noticed)
      model?.settleFor(read(store.getState()).amount)
  }
}

/** Vitest's `expect` takes longer than all these comparisons, so it is called only to show a difference. */
function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}

/** Checks that a world matches its model. */
function compare(world: World, model: Model, runs: (Run | undefined)[]): void {
  const { client, store, executions, told } = world
  const actual = read(store.getState())
  const expected = () => loosen(model.state(), actual)
  // If nobody reported a change of user, the store may notice it at any time.
  if (model.isUnnoticed && JSON.stringify(actual) !== JSON.stringify(expected())) model.identify()
  same(actual, expected())
  if (actual.data !== expected().data) expect(actual.data).toBe(expected().data)
  same(
    client.calls(charge).map(({ args }) => args),
    model.wire.map(({ run: { amount, callId } }) => (callId ? { amount, callId } : { amount })),
  )
  for (const [index, run] of runs.entries()) {
    const outcome = executions[index]?.outcome
    if (!run) same(outcome, { error: { kind: 'dropped', delivery: 'not-sent', attempt: 0 } })
    else if (run.outcome && 'error' in run.outcome && run.outcome.loose) {
      expect(outcome).toMatchObject({ error: { delivery: run.outcome.error.delivery } })
    } else same(outcome, run.outcome)
  }
  if (client.closed) return
  for (const [args, heard] of told) {
    const ended = runs.filter((run, index) => run?.outcome && executions[index]?.args === args)
    same(
      heard.filter((what) => what.startsWith('onSettled')),
      ended.map((run) => (run?.wasShown ? 'onSettled, shown' : 'onSettled')),
    )
  }
}

let played = 0

beforeEach(() => {
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})
afterAll(() => {
  console.log(`${played} sequences, seed ${seed}`)
})

const timeout = 60_000 + sequences * 40

describe('whatever a user and a network do, in any order and with any options', () => {
  test('a store keeps what product.md promises', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(setting, commands, async (setting, commands) => {
        played++
        const [world, model] = [makeWorld(setting), new Model(setting)]
        const runs: (Run | undefined)[] = []
        for (const command of commands) {
          perform(command, world, model, runs)
          await world.rest()
          compare(world, model, runs)
          world.check()
        }
        await world.finish()
      }),
      { numRuns: sequences, seed },
    )
  })

  test('a store keeps its order, even if subscribers and callbacks start more', {
    timeout,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(setting, commands, reactions, async (setting, commands, reactions) => {
        played++
        const world = makeWorld(setting)
        const coming = reactions.flatMap(({ after, command }) => [...Array(after).fill(undefined), command])
        world.reaction.isUsed = true
        world.reaction.run = () => {
          const command = coming.shift()
          if (command) perform(command, world)
        }
        for (const command of commands) {
          perform(command, world)
          await world.rest()
          world.check()
        }
        await world.finish()
      }),
      { numRuns: Math.ceil(sequences / 2), seed },
    )
  })
})
