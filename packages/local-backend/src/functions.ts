import { AsyncLocalStorage } from 'node:async_hooks'
import {
  defineSchema,
  type GenericSchema,
  makeFunctionReference,
  type SchemaDefinition,
  type UserIdentity,
} from 'convex/server'
import { type JSONValue, jsonToConvex } from 'convex/values'
import { convexTest } from 'convex-test'
import type { Component } from './components.js'
import { type ConvexTest, internalsOf } from './convex-test-internals.js'
import { toJson } from './encoding.js'
import { describeFailure, developmentText, type Mode } from './errors.js'
import type { ModuleMap } from './load-modules.js'
import { modulesByName } from './module-paths.js'
import type { Kind, LiveQuery, Outcome } from './outcome.js'
import { capital, Registry } from './registry.js'
import { watchScheduler } from './scheduler.js'
import { installStorage } from './storage.js'
import type { Timers } from './timers.js'

type Request = { logLines: string[]; commit?: bigint }

type FunctionsOptions = {
  modules: ModuleMap
  schema?: SchemaDefinition<GenericSchema, boolean>
  components: Component[]
  mode: Mode
  log: (line: string) => void
  /** The address where files are served. */
  baseUrl: () => string
  onCommit: () => void
}

/** The functions and the database of one deployment, run by convex-test. */
export class Functions {
  /** convex-test itself. It runs any function, including internal functions. */
  readonly test: ConvexTest
  readonly #mode: Mode
  readonly #log: (line: string) => void
  readonly #registry: Registry
  readonly #request = new AsyncLocalStorage<Request>()
  readonly #inTransaction = new AsyncLocalStorage<boolean>()
  readonly #running = new Set<Promise<Outcome>>()
  readonly #outside = AsyncLocalStorage.snapshot()
  readonly #scheduled: Timers
  readonly #mayUpload: (token: string | null) => boolean
  #lastCommit = BigInt(Date.now()) * 1_000_000n

  /** Creates it. Loads the schema from the modules if none is given. */
  static async create(options: FunctionsOptions): Promise<Functions> {
    const modules = modulesByName(options.modules)
    const schema = options.schema ?? (await modules.schema?.())?.default
    const functions = new Functions({ ...options, modules, schema })
    for (const component of options.components) await functions.#register(component)
    return functions
  }

  private constructor({
    modules,
    schema,
    mode,
    log,
    baseUrl,
    onCommit,
  }: Omit<FunctionsOptions, 'components'>) {
    this.#mode = mode
    this.#log = log
    this.#registry = new Registry(modules, {
      logLines: () => this.#request.getStore()?.logLines ?? [],
      run: (isTransaction, handler) => this.#inTransaction.run(isTransaction, handler),
    })
    this.test = convexTest({ schema, modules: this.#registry.modules }) as unknown as ConvexTest
    const internals = internalsOf(this.test)
    this.#watchCommits(internals, onCommit)
    this.#mayUpload = installStorage(internals, this.test, this.#inTransaction, baseUrl).mayUpload
    this.#scheduled = watchScheduler(internals, this.#outside)
  }

  /** Makes the functions of a component callable by the app. Clients cannot call them. */
  async #register({ path, modules }: Component): Promise<void> {
    const known = modulesByName(modules)
    const schema = (await known.schema?.())?.default ?? defineSchema({}, { schemaValidation: false })
    this.test.registerComponent(path, schema, this.#registry.add(known, `components/${path}/`))
  }

  /** Returns how often the handler of a function was started, by a client or by another function. */
  runs(path: string): number {
    return this.#registry.runs(path)
  }

  /** How often each function was started, by path. */
  get allRuns(): Record<string, number> {
    return this.#registry.allRuns
  }

  /** Runs a public function for a client, with arguments from the wire. Never throws. */
  run(kind: Kind, path: string, args: JSONValue[], identity: UserIdentity | null): Promise<Outcome> {
    const running = this.#run(kind, path, args, identity)
    this.#running.add(running)
    return running.finally(() => this.#running.delete(running))
  }

  /** Resolves when no function that a client requested is running any more. */
  async settled(): Promise<void> {
    while (this.#running.size) await Promise.allSettled(this.#running)
  }

  async #run(kind: Kind, path: string, args: JSONValue[], identity: UserIdentity | null): Promise<Outcome> {
    const request: Request = { logLines: [] }
    const told = () => (this.#mode === 'development' ? [...request.logLines] : [])
    try {
      const reference = makeFunctionReference(await this.#registry.publicName(kind, path))
      const test = identity ? this.test.withIdentity(identity) : this.test
      // biome-ignore lint/suspicious/noExplicitAny: the reference's kind is known only at run time
      const call = test[kind] as (reference: any, args: any) => Promise<any>
      const value = await this.#request.run(request, () => call(reference, jsonToConvex(args[0] ?? {})))
      return { success: true, value: toJson(value ?? null), commit: request.commit, logLines: told() }
    } catch (thrown) {
      const logLines = told()
      request.logLines.push(`[ERROR] ${developmentText(thrown)}`)
      return { success: false, ...describeFailure(thrown, this.#mode), logLines }
    } finally {
      for (const line of request.logLines) this.#log(`[CONVEX ${capital(kind)[0]}(${path})] ${line}`)
    }
  }

  /** Runs several queries on one snapshot. `timestamp` identifies the snapshot. */
  async runAll(
    queries: LiveQuery[],
    identity: UserIdentity | null,
  ): Promise<{ timestamp: bigint; outcomes: Outcome[] }> {
    const outcomes: Outcome[] = []
    let timestamp = this.#lastCommit
    if (queries.length === 0) return { timestamp, outcomes }
    await this.#outside(() =>
      this.test.query(async () => {
        timestamp = this.#lastCommit
        for (const { udfPath, args } of queries)
          outcomes.push(await this.run('query', udfPath, args, identity))
        return null
      }),
    )
    return { timestamp, outcomes }
  }

  /** Runs a callback in its own transaction, for inline mutations. */
  inTransaction<T>(callback: () => T): T {
    return this.#inTransaction.run(true, callback)
  }

  /** Whether a function issued this upload token. */
  mayUpload(token: string | null): boolean {
    return this.#mayUpload(token)
  }

  /** The time of the newest commit, in nanoseconds since 1970. */
  get lastCommit(): bigint {
    return this.#lastCommit
  }

  /** Cancels all scheduled functions. */
  close(): void {
    this.#scheduled.clear()
  }

  #watchCommits({ transactionManager }: ReturnType<typeof internalsOf>, onCommit: () => void): void {
    const commit = transactionManager.commit.bind(transactionManager)
    transactionManager.commit = (isNested) => {
      const timestamp = commit(isNested)
      if (timestamp !== null) {
        if (timestamp > this.#lastCommit) this.#lastCommit = timestamp
        const request = this.#request.getStore()
        if (request) request.commit ??= timestamp
        this.#outside(onCommit)
      }
      return timestamp
    }
  }
}
