import { collectingConsole } from './collecting-console.js'
import { canonicalPath } from './encoding.js'
import { Refusal } from './errors.js'
import type { ModuleMap } from './load-modules.js'
import type { Kind } from './outcome.js'
import { mismatch } from './validation.js'

// biome-ignore lint/suspicious/noExplicitAny: registered functions as convex/server makes them, kept as they are
type Registered = any

const kinds: Record<Kind, string> = { query: 'isQuery', mutation: 'isMutation', action: 'isAction' }

/** The kind as messages write it, such as `Query`. */
export const capital = (kind: Kind) => kind.charAt(0).toUpperCase() + kind.slice(1)

/** The environment of a running function. */
type Surroundings = {
  /** The array for the console lines of the function. */
  logLines(): string[]
  /** Runs a handler, inside or outside a transaction. */
  run<T>(isTransaction: boolean, handler: () => T): T
}

/** The functions of one deployment. It wraps them to count runs, validate values and collect logs. */
export class Registry {
  /** The modules as convex-test takes them. */
  readonly modules: ModuleMap
  readonly #runs = new Map<string, number>()
  readonly #surroundings: Surroundings

  /** @param modules The modules by name, such as `emails`. */
  constructor(modules: ModuleMap, surroundings: Surroundings) {
    this.#surroundings = surroundings
    this.modules = this.add(modules)
  }

  /**
   * Adds the functions of a component. Returns its modules as convex-test takes them.
   *
   * @param prefix The prefix of the function paths, for counting runs.
   */
  add(modules: ModuleMap, prefix = ''): ModuleMap {
    const instrumented: ModuleMap = { '_generated/api.js': async () => ({}) }
    for (const [name, load] of Object.entries(modules)) {
      let loaded: Promise<Record<string, Registered>> | undefined
      instrumented[`${name}.js`] = () => {
        loaded ??= load().then((exports) => this.#instrumentAll(prefix + name, exports))
        return loaded
      }
    }
    return instrumented
  }

  /** Returns how often the handler of a function was started, by a client or by another function. */
  runs(path: string): number {
    return this.#runs.get(canonicalPath(path)) ?? 0
  }

  /** How often each function was started, by path. */
  get allRuns(): Record<string, number> {
    return Object.fromEntries(this.#runs)
  }

  /**
   * Returns the name of a function that a client may run.
   *
   * @throws `Refusal` if there is no public function of that name and kind.
   */
  async publicName(kind: Kind, path: string): Promise<string> {
    const name = canonicalPath(path)
    const [module, exportName] = name.split(':') as [string, string]
    const registered: Registered = (await this.modules[`${module}.js`]?.())?.[exportName]
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

  #instrumentAll(module: string, exports: Record<string, Registered>): Record<string, Registered> {
    return Object.fromEntries(
      Object.entries(exports).map(([name, value]) => [name, this.#instrument(`${module}:${name}`, value)]),
    )
  }

  // Validates inside the handler, because a refusal must roll back a mutation.
  #instrument(path: string, registered: Registered): Registered {
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
        // convex-test limits this assignment to the current call.
        globalThis.console = collectingConsole(this.#surroundings.logLines())
        const result = await this.#surroundings.run(!registered.isAction, () => handler(ctx, args))
        const wrongResult = mismatch(returnsValidator, result === undefined ? null : result)
        if (wrongResult !== null) throw new Refusal(`ReturnsValidationError: ${wrongResult}`)
        return result
      },
    })
  }
}
