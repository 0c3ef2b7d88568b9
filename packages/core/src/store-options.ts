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

/** Reads and checks the options of a store. */
export class StoreOptions {
  /** The client: the option, or the provided client. `null` while rendering on a server. */
  readonly client: ActionClient | null | undefined
  readonly #source: OrFunction<Options>
  readonly #provided: Provided
  readonly #check: Protocol['check']
  /** The options as they were last read. */
  #read!: Options
  /** The options at the last check, if there were no defaults: those may change in place. */
  #given: Options | undefined
  #checked!: CheckedOptions

  /** @throws `TypeError` if the options are not an object. */
  constructor(source: OrFunction<Options>, provided: Provided, check: Protocol['check']) {
    this.#source = source
    this.#provided = provided
    this.#check = check
    const options = this.#now()
    const { client } = provided
    const own = client !== null && options.client
    this.client = own || (typeof client === 'function' ? client() : client)
  }

  /** Returns a checked copy of the current options. Throws a `TypeError` if an option is invalid. */
  checked(): CheckedOptions {
    const options = this.#now()
    const { fill } = this.#provided
    if (this.#given && !fill && isSame(options, this.#given)) return this.#checked
    // The client is not `undefined` here: `Connection` would have thrown.
    const client = this.client as ActionClient | null
    this.#checked = this.#check(fill ? fill(options, client) : options, client)
    this.#given = fill ? undefined : { ...options }
    return this.#checked
  }

  /** Returns the current options. If reading them throws, the error is reported and the last options are returned. */
  newest(): Options {
    try {
      return this.#now()
    } catch (error) {
      report(error)
      return this.#read
    }
  }

  /** Returns the function that identifies the user: the option, or the provided function. */
  identity(options = this.newest()): (() => unknown) | undefined {
    try {
      return functionOf(options, 'identity') ?? this.#provided.identity
    } catch (error) {
      report(error)
      return this.#provided.identity
    }
  }

  /** Returns the interpreter: the option, the provided interpreter, or the table. */
  interpreter({ interpreter }: Options): Interpreter {
    return interpreter ?? this.#provided.interpreter ?? tableInterpreter
  }

  /** Returns the error messages: the option, or the provided messages. */
  messages({ messages }: Options): Messages | undefined {
    return messages ?? this.#provided.messages
  }

  /** Returns the current user, or `undefined` if `identity` throws. The error is reported elsewhere. */
  user(): unknown {
    return attempt(
      () => (functionOf(this.#now(), 'identity') ?? this.#provided.user ?? this.#provided.identity)?.(),
      () => undefined,
    )
  }

  #now(): Options {
    const source = this.#source
    const options = typeof source === 'function' ? source() : source
    if (!isObject(options))
      throw new TypeError(`Options must be an object such as { client }, not ${options}.`)
    this.#read = options
    return options
  }
}

/** Whether the options are unchanged since the last check. Objects inside count as changed. */
function isSame(options: Options, given: Options): boolean {
  if (isObject(options.callId) || isObject(options.retries)) return false
  for (const name in given) if (options[name as keyof Options] !== given[name as keyof Options]) return false
  for (const name in options) if (!(name in given)) return false
  return true
}

/** Returns a function among the options. Throws if it is something else. */
export function functionOf<Name extends FunctionOption>(options: Options, name: Name): Options[Name] {
  const value = options[name]
  if (value !== undefined) checkOption(name, value, rules)
  return value
}
