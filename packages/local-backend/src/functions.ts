import { AsyncLocalStorage } from 'node:async_hooks'
import { inspect } from 'node:util'
import {
  type GenericSchema,
  makeFunctionReference,
  type SchemaDefinition,
  type UserIdentity,
} from 'convex/server'
import { type JSONValue, jsonToConvex } from 'convex/values'
import { convexTest } from 'convex-test'
import { type ConvexTest, internalsOf } from './convex-test-internals.js'
import { canonicalPath, toJson } from './encoding.js'
import { describeFailure, developmentText, type FailureAnswer, type Mode, Refusal } from './errors.js'
import type { ModuleMap } from './load-modules.js'
import { installStorage } from './storage.js'
import { Timers } from './timers.js'
import { mismatch } from './validation.js'

export type Kind = 'query' | 'mutation' | 'action'

/** How a function ended. `commit` is the timestamp of a mutation that wrote. */
export type Outcome = { logLines: string[] } & (
  | { success: true; value: JSONValue; commit?: bigint }
  | ({ success: false } & FailureAnswer)
)

/** A live query as the client named it. */
export type LiveQuery = { udfPath: string; args: JSONValue[] }

// biome-ignore lint/suspicious/noExplicitAny: registered functions as convex/server makes them, kept as they are
type Registered = any

const kinds: Record<Kind, string> = { query: 'isQuery', mutation: 'isMutation', action: 'isAction' }
const capital = (kind: Kind) => kind.charAt(0).toUpperCase() + kind.slice(1)

type Request = { logLines: string[]; commit?: bigint }

/** The functions of one deployment and the database they work on, executed by convex-test. */
export class Functions {
  /** convex-test itself: runs any function, internal ones too. */
  readonly test: ConvexTest
  readonly #mode: Mode
  readonly #log: (line: string) => void
  readonly #modules: ModuleMap
  readonly #request = new AsyncLocalStorage<Request>()
  readonly #inTransaction = new AsyncLocalStorage<boolean>()
  readonly #runs = new Map<string, number>()
  readonly #running = new Set<Promise<Outcome>>()
  readonly #scheduled = new Timers()
  readonly #outside = AsyncLocalStorage.snapshot()
  #mayUpload: (token: string | null) => boolean = () => false
  #lastCommit = BigInt(Date.now()) * 1_000_000n

  private constructor(
    modules: ModuleMap,
    schema: SchemaDefinition<GenericSchema, boolean> | undefined,
    mode: Mode,
    log: (line: string) => void,
  ) {
    this.#mode = mode
    this.#log = log
    this.#modules = this.#instrument(modules)
    this.test = convexTest({ schema, modules: this.#modules }) as unknown as ConvexTest
  }

  /** Loads the schema of the modules when none is given. `baseUrl` says where files are served. */
  static async create(options: {
    modules: ModuleMap
    schema?: SchemaDefinition<GenericSchema, boolean>
    mode: Mode
    log: (line: string) => void
    baseUrl: () => string
    onCommit: () => void
  }): Promise<Functions> {
    const modules = withoutExtensions(options.modules)
    const schema = options.schema ?? (await modules.schema?.())?.default
    const functions = new Functions(modules, schema, options.mode, options.log)
    functions.#watch(options.onCommit, options.baseUrl)
    return functions
  }

  /** How often the handler of a function was started, by a client or by another function. */
  runs(path: string): number {
    return this.#runs.get(canonicalPath(path)) ?? 0
  }

  /** How often each function was started, by path. */
  get allRuns(): Record<string, number> {
    return Object.fromEntries(this.#runs)
  }

  /** Runs a function for a client: a public one of that kind, with arguments off the wire. Never throws. */
  run(kind: Kind, path: string, args: JSONValue[], identity: UserIdentity | null): Promise<Outcome> {
    const running = this.#run(kind, path, args, identity)
    this.#running.add(running)
    return running.finally(() => this.#running.delete(running))
  }

  /** Resolves when nothing runs any more that a client asked for. */
  async settled(): Promise<void> {
    while (this.#running.size) await Promise.allSettled(this.#running)
  }

  async #run(kind: Kind, path: string, args: JSONValue[], identity: UserIdentity | null): Promise<Outcome> {
    const request: Request = { logLines: [] }
    const told = () => (this.#mode === 'development' ? [...request.logLines] : [])
    try {
      const reference = makeFunctionReference(await this.#publicName(kind, path))
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

  /** Runs several queries on one snapshot; `timestamp` says which. */
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

  /** Runs a callback in a transaction of its own, for inline mutations. */
  inTransaction<T>(callback: () => T): T {
    return this.#inTransaction.run(true, callback)
  }

  /** Whether a function gave this token out with an upload address. */
  mayUpload(token: string | null): boolean {
    return this.#mayUpload(token)
  }

  /** The newest commit, in nanoseconds since 1970. */
  get lastCommit(): bigint {
    return this.#lastCommit
  }

  /** Cancels what the scheduler still holds. */
  close(): void {
    this.#scheduled.clear()
  }

  async #publicName(kind: Kind, path: string): Promise<string> {
    const name = canonicalPath(path)
    const [module, exportName] = name.split(':') as [string, string]
    const registered: Registered = (await this.#modules[`${module}.js`]?.())?.[exportName]
    if (!registered?.isPublic) {
      throw new Refusal(
        `Could not find public function for '${path}'. Did you forget to run \`npx convex dev\` or \`npx convex deploy\`?`,
      )
    }
    if (!registered[kinds[kind]]) {
      const actual = (Object.keys(kinds) as Kind[]).find((other) => registered[kinds[other]])
      throw new Refusal(
        `Trying to execute ${module}.js:${exportName} as ${capital(kind)}, but it is defined as ${capital(actual ?? 'query')}.`,
      )
    }
    return name
  }

  #instrument(modules: ModuleMap): ModuleMap {
    const instrumented: ModuleMap = { '_generated/api.js': async () => ({}) }
    for (const [path, load] of Object.entries(modules)) {
      let loaded: Promise<Record<string, Registered>> | undefined
      instrumented[`${path}.js`] = () => {
        loaded ??= load().then((exports) =>
          Object.fromEntries(
            Object.entries(exports).map(([name, value]) => [
              name,
              this.#instrumentFunction(`${path}:${name}`, value),
            ]),
          ),
        )
        return loaded
      }
    }
    return instrumented
  }

  // Counts runs, collects logs, and validates in the handler, since a refusal must roll a mutation back.
  #instrumentFunction(path: string, registered: Registered): Registered {
    if (typeof registered !== 'function' || typeof registered._handler !== 'function') return registered
    if (typeof registered.exportArgs !== 'function') return registered
    const argsValidator = JSON.parse(registered.exportArgs())
    const returnsValidator = JSON.parse(registered.exportReturns())
    const { _handler: handler } = registered
    return Object.assign((...all: unknown[]) => registered(...all), registered, {
      exportArgs: () => '{"type":"any"}',
      exportReturns: () => 'null',
      _handler: async (ctx: unknown, args: unknown) => {
        const wrongArgs = mismatch(argsValidator, args)
        if (wrongArgs !== null) throw new Refusal(`ArgumentValidationError: ${wrongArgs}`)
        this.#runs.set(path, (this.#runs.get(path) ?? 0) + 1)
        // convex-test keeps such an assignment to this one call.
        globalThis.console = collectingConsole(this.#request.getStore()?.logLines ?? [])
        const result = await this.#inTransaction.run(!registered.isAction, () => handler(ctx, args))
        const wrongResult = mismatch(returnsValidator, result === undefined ? null : result)
        if (wrongResult !== null) throw new Refusal(`ReturnsValidationError: ${wrongResult}`)
        return result
      },
    })
  }

  #watch(onCommit: () => void, baseUrl: () => string): void {
    const internals = internalsOf(this.test)
    const { transactionManager } = internals
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
    this.#mayUpload = installStorage(internals, this.test, this.#inTransaction, baseUrl).mayUpload
    this.#watchScheduler(internals)
  }

  // convex-test starts a scheduled function's timer synchronously, so for that moment the timers are ours.
  #watchScheduler(internals: ReturnType<typeof internalsOf>): void {
    const { asyncSyscall } = internals
    internals.asyncSyscall = (operation, jsonArgs) => {
      if (operation !== '1.0/schedule') return asyncSyscall(operation, jsonArgs)
      const restore = this.#outside(() => {
        const { setTimeout } = globalThis
        globalThis.setTimeout = ((callback: () => void, milliseconds: number) =>
          this.#scheduled.after(milliseconds, () => this.#outside(callback))) as typeof setTimeout
        return () => {
          globalThis.setTimeout = setTimeout
        }
      })
      try {
        return asyncSyscall(operation, jsonArgs)
      } finally {
        this.#outside(restore)
      }
    }
  }
}

// `./convex/emails.ts` is the module `emails`: the folder is the one of `_generated`, else the common one.
function withoutExtensions(modules: ModuleMap): ModuleMap {
  const paths = Object.keys(modules)
  const generated = paths.find((path) => path.includes('_generated'))
  const root = generated ? (generated.split('_generated')[0] ?? '') : commonFolder(paths)
  return Object.fromEntries(
    Object.entries(modules)
      .filter(([path]) => !path.includes('_generated') && !path.endsWith('.d.ts'))
      .map(([path, load]) => [path.slice(root.length).replace(/\.[^./]+$/, ''), load]),
  )
}

function commonFolder(paths: string[]): string {
  const folders = paths.map((path) => path.split('/').slice(0, -1))
  const [first = []] = folders
  const differs = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part))
  const common = differs < 0 ? first : first.slice(0, differs)
  return common.length === 0 ? '' : `${common.join('/')}/`
}

function collectingConsole(logLines: string[]): Console {
  const levels = ['log', 'debug', 'info', 'warn', 'error'] as const
  const collect =
    (level: string) =>
    (...values: unknown[]) => {
      logLines.push(`[${level.toUpperCase()}] ${values.map((value) => inspect(value)).join(' ')}`)
    }
  return Object.assign(
    Object.create(console),
    Object.fromEntries(levels.map((level) => [level, collect(level)])),
  )
}
