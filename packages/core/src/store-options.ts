import { checkOption, rules } from './checks.js'
import { type Interpreter, tableInterpreter } from './interpreter.js'
import { isObject } from './is-object.js'
import type { Messages } from './messages.js'
import type { CheckedOptions, Options, OrFunction } from './options.js'
import type { Protocol } from './protocol.js'
import type { Provided } from './provided.js'
import { attempt, report } from './report.js'
import type { ActionClient } from './types.js'

type FunctionOption = 'identity' | 'onExecute' | 'onSuccess' | 'onError' | 'onSettled'

/** The options that a store was given: as they are now, and checked. */
export class StoreOptions {
  /** The client to use: the option, or what is provided; `null` while rendering on a server. */
  readonly client: ActionClient | null | undefined
  readonly #source: OrFunction<Options>
  readonly #provided: Provided
  readonly #check: Protocol['check']
  /** As they were read last. */
  #read!: Options
  /** As they were given when they were checked last, and what filled them in then. */
  #given: Options | undefined
  #fill: Provided['fill']
  #checked!: CheckedOptions

  /** @throws `TypeError` where there are none. */
  constructor(source: OrFunction<Options>, provided: Provided, check: Protocol['check']) {
    this.#source = source
    this.#provided = provided
    this.#check = check
    const options = this.#now()
    const { client } = provided
    const own = client !== null && options.client
    this.client = own || (typeof client === 'function' ? client() : client)
  }

  /** As they are now, checked and copied. Throws a `TypeError` where one is no good. */
  checked(): CheckedOptions {
    const options = this.#now()
    const { fill } = this.#provided
    if (this.#given && fill === this.#fill && isSame(options, this.#given)) return this.#checked
    // No client is no longer `undefined` by then: `Connection` throws.
    const client = this.client as ActionClient | null
    this.#checked = this.#check(fill ? fill(options, client) : options, client)
    this.#given = { ...options }
    this.#fill = fill
    return this.#checked
  }

  /** As they are now; where they cannot be read, that is reported, and they are those of the last time. */
  newest(): Options {
    try {
      return this.#now()
    } catch (error) {
      report(error)
      return this.#read
    }
  }

  /** The function that names the user: the option, or what is provided. */
  identity(options = this.newest()): (() => unknown) | undefined {
    try {
      return functionOf(options, 'identity') ?? this.#provided.identity
    } catch (error) {
      report(error)
      return this.#provided.identity
    }
  }

  /** What runs an execution with these options: the option, or what is provided, or the table. */
  interpreter({ interpreter }: Options): Interpreter {
    return interpreter ?? this.#provided.interpreter ?? tableInterpreter
  }

  /** The sentences for errors with these options: the option, or what is provided. */
  messages({ messages }: Options): Messages | undefined {
    return messages ?? this.#provided.messages
  }

  /** Who the user is now. `undefined` where that cannot be told: whoever asks next reports it. */
  user(): unknown {
    return attempt(
      () => (functionOf(this.#now(), 'identity') ?? this.#provided.user ?? this.#provided.identity)?.(),
      () => undefined,
    )
  }

  #now(): Options {
    const source = this.#source
    const options = typeof source === 'function' ? source() : source
    if (!isObject(options)) throw new TypeError(`Options are an object such as { client }, not ${options}.`)
    this.#read = options
    return options
  }
}

/** Whether `options` still say what they said when they were checked. Objects inside may have changed. */
function isSame(options: Options, given: Options): boolean {
  if (isObject(options.callId) || isObject(options.retries)) return false
  for (const name in given) if (options[name as keyof Options] !== given[name as keyof Options]) return false
  for (const name in options) if (!(name in given)) return false
  return true
}

/** A function among the options, as it is now. Throws where it is none. */
export function functionOf<Name extends FunctionOption>(options: Options, name: Name): Options[Name] {
  const value = options[name]
  if (value !== undefined) checkOption(name, value, rules)
  return value
}
