import { ConvexClient } from 'convex/browser'
import { ConvexReactClient } from 'convex/react'
import { ConvexClient as LowestConvexClient } from 'convex-lowest/browser'
import { WebSocket } from 'ws'
import { type ActionError, type ActionStore, createActionStore } from '../../../src/index.js'
import { type CallOutcome, recover } from '../../../src/recovery.js'
import { type Chance, pause } from './chance.js'
import { api, type Kind, type Server } from './server.js'

/** One execution, as its page saw it. */
export interface Execution {
  /** The order to pay. Executions with the same intended effect share it. */
  order: number
  /** The action that pays it. */
  kind: Kind
  user: string | null
  /** Whether another execution of this page or another page may have paid the same order. */
  isShared: boolean
  /** The call id, once the call is handed over. */
  id?: string
  tries: string[]
  settled: number
  data?: unknown
  error?: ActionError
  /** Whether the user or the token has changed since the start. */
  isUserInDoubt: boolean
  phases: Set<string>
  /** The server's answers about the call. */
  told: string[]
}

/** What all pages of a run share. */
export interface World {
  server: Server
  chance: Chance
  executions: Execution[]
  /** Tries that the server reported as never beginning. */
  sealed: string[]
  wrong: string[]
  clients: Record<string, number>
  isFull(): boolean
}

type Store = ActionStore<typeof api.pay>
type Client = ConvexClient | ConvexReactClient
type Method = (reference: unknown, args: object) => Promise<unknown>

const logger = { logVerbose() {}, log() {}, warn() {}, error() {} }
const makers = {
  ConvexClient: (url: string, options: object) => new ConvexClient(url, options),
  ConvexReactClient: (url: string, options: object) => new ConvexReactClient(url, options),
  'ConvexClient of convex 1.25.4': (url: string, options: object) =>
    new LowestConvexClient(url, options) as unknown as ConvexClient,
}
const names = ['ConvexClient', 'ConvexClient', 'ConvexReactClient', 'ConvexReactClient'] as const
const kinds = ['pay', 'pay', 'payRepeatable', 'payUnkept'] as const
const users = ['ada', 'bob', null, null] as const

/** A page with a store and an impatient user. */
export class Page {
  readonly #world: World
  readonly #client: Client
  readonly #store: Store
  readonly #kind: Kind
  readonly #ownId: boolean
  #user: string | null
  #socket: WebSocket | undefined
  readonly #mine: Execution[] = []
  #tokenAt = 0

  constructor(world: World) {
    const { chance } = world
    this.#world = world
    this.#user = chance.pick(users)
    this.#kind = chance.pick(kinds)
    this.#ownId = chance.is(0.4)
    this.#client = this.#connect()
    this.#signIn(this.#user)
    this.#store = createActionStore(api[this.#kind], {
      client: this.#client,
      recovery: recover(api.calls),
      identity: () => this.#user,
      concurrency: chance.is(0.7) ? 'parallel' : chance.pick(['queue', 'queue', 'drop']),
      timeout: chance.pick([undefined, undefined, undefined, undefined, 150, 500]),
      offline: chance.is(0.1) ? 'fail' : 'wait',
      retries: chance.pick([
        undefined,
        { limit: 2, delay: 10 },
        { limit: 20, delay: 5, when: ({ kind }: ActionError) => kind === 'connection' || kind === 'server' },
      ]),
      ...(this.#ownId
        ? { callId: { create: (args: object) => `order-${(args as { order: number }).order}` } }
        : {}),
      // biome-ignore lint/suspicious/noExplicitAny: options that are chosen at random
    } as any) as unknown as Store
    this.#store.subscribe(({ phase, args }) => {
      const shown = this.#mine.findLast(
        ({ order }) => order === (args as { order: number } | undefined)?.order,
      )
      if (phase) shown?.phases.add(phase)
    })
  }

  /** Uses the page for a while, then closes it. */
  async use(): Promise<void> {
    const { chance } = this.#world
    for (let steps = 4 + chance.below(10); steps && !this.#world.isFull(); steps--) {
      const clicks = Array.from({ length: chance.pick([1, 1, 1, 2]) }, () => this.#click())
      await Promise.race([Promise.all(clicks), pause(chance.below(120))])
      if (chance.is(0.15)) this.cut()
      if (chance.is(0.05)) this.#store.cancel()
      if (chance.is(0.03)) this.#store.reset()
      if (chance.is(0.05)) this.#signIn(chance.pick(users))
      if (chance.is(0.01)) this.#refuseTokens()
      if (chance.is(0.02)) break
      await Promise.race([Promise.all(clicks), pause(chance.below(250))])
    }
    if (chance.is(0.85)) await this.#insist()
    // A client that is closed while it waits for a token throws an error that nothing can catch.
    while (Date.now() - this.#tokenAt < 20) await pause(5)
    await this.#client.close()
    for (let waited = 0; this.#isPending && waited < 1000; waited += 20) await pause(20)
  }

  cut(): void {
    this.#socket?.terminate()
  }

  get #isPending(): boolean {
    return this.#mine.some(({ settled }) => settled === 0)
  }

  /** Users who do not know whether they paid ask again, several times. */
  async #insist(): Promise<void> {
    await this.#wait()
    for (let asked = 0; asked < 3 && !this.#world.isFull(); asked++) {
      const { error, args } = this.#store.getState()
      if (error?.delivery !== 'unknown') return
      void this.#follow((args as { order: number }).order, () => this.#store.retry())
      await this.#wait()
    }
  }

  /**
   * A patient user. Messages that were dropped on an open socket never arrive, so the connection is lost now and
   * then.
   */
  async #wait(): Promise<void> {
    for (let waited = 0; this.#isPending && waited < 15_000; waited += 50) {
      await pause(50)
      if (waited % 1000 === 950) this.cut()
    }
  }

  #click(): Promise<unknown> {
    const { chance, executions } = this.#world
    if (this.#world.isFull()) return Promise.resolve()
    const { status, args } = this.#store.getState()
    if (status === 'error' && chance.is(0.6))
      return this.#follow((args as { order: number }).order, () => this.#store.retry())
    let order = executions.length
    if (this.#ownId && chance.is(0.15)) {
      // The same cart again: in this page, or in another page of the same user.
      const mine = new Set(this.#mine.filter(({ settled }) => !settled).map(({ order }) => order))
      const others = executions.filter(
        ({ user, kind, isShared, order }) =>
          isShared && kind === this.#kind && user === this.#user && !mine.has(order),
      )
      if (others.length) order = chance.pick(others.slice(-5)).order
    }
    return this.#follow(order, () => this.#store.execute({ order }))
  }

  #follow(order: number, start: () => Promise<unknown>): Promise<unknown> {
    const execution: Execution = {
      order,
      kind: this.#kind,
      user: this.#user,
      isShared: this.#ownId,
      tries: [],
      settled: 0,
      isUserInDoubt: false,
      phases: new Set(),
      told: [],
    }
    this.#mine.push(execution)
    this.#world.executions.push(execution)
    return start().then(
      (data) => {
        execution.settled++
        execution.data = data
      },
      (error) => {
        execution.settled++
        execution.error = error
      },
    )
  }

  #signIn(user: string | null): void {
    if (user !== this.#user) for (const execution of this.#mine) execution.isUserInDoubt = true
    this.#user = user
    const { issuer } = this.#world.server
    if (user === null && this.#mine.length) {
      // Only the first client may sign in again with a token that was on its way, and only the second does not sign
      // out.
      if (this.#client instanceof ConvexReactClient) this.#client.clearAuth()
      else this.#client.client.clearAuth()
    }
    if (user !== null || this.#mine.length)
      this.#client.setAuth(async () => {
        this.#tokenAt = Date.now()
        return user === null ? null : issuer.token(user)
      })
  }

  #refuseTokens(): void {
    this.#world.server.authError()
  }

  #connect(): Client {
    const { server, chance, clients } = this.#world
    const name = chance.is(0.1) ? 'ConvexClient of convex 1.25.4' : chance.pick(names)
    clients[name] = (clients[name] ?? 0) + 1
    const keep = (socket: WebSocket) => {
      this.#socket = socket
    }
    const Socket = class extends WebSocket {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given)
        keep(this)
      }
    }
    const client = makers[name](server.url, {
      logger,
      unsavedChangesWarning: false,
      webSocketConstructor: Socket as never,
    })
    client.subscribeToConnectionState(({ isWebSocketConnected }) => {
      if (!isWebSocketConnected) window.dispatchEvent(new Event('online'))
    })
    this.#listen(client)
    return client
  }

  /** Records what the store hands over and what it receives. */
  #listen(client: Client): void {
    const { server, sealed } = this.#world
    const own = client as unknown as { action: Method; mutation: Method }
    const { action, mutation } = own
    own.action = (reference, args) => {
      const { order, call } = args as { order: number; call: { id: string; try: string } }
      const execution = this.#mine.findLast((one) => one.order === order && one.settled === 0)
      if (execution) {
        execution.id = call.id
        execution.tries.push(call.try)
      } else this.#world.wrong.push(`${order} was handed over after its end`)
      server.cuts.set(call.try, () => this.cut())
      return action.call(client, reference, args)
    }
    own.mutation = async (reference, args) => {
      const { tries } = args as { tries: string[] }
      const named = [...tries]
      const answer = (await mutation.call(client, reference, args)) as CallOutcome
      if (answer.state === 'never') sealed.push(...named)
      for (const { tries, told } of this.#mine)
        if (tries.some((secret) => named.includes(secret)))
          told.push(`${answer.state}${'why' in answer ? ` (${answer.why})` : ''}`)
      return answer
    }
  }
}
