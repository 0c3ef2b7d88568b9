import { convexToJson, type JSONValue, jsonToConvex, type Value } from 'convex/values'
import { isObject } from './is-object.js'
import type { Options } from './options.js'
import { randomId } from './random-id.js'
import type { RecoveredCall, SentCall } from './recovered-call.js'
import { guard } from './report.js'

/** What one execution sends: its call id and its arguments, which are checked and encoded at `execute`. */
export class Call implements SentCall {
  /** Why the arguments cannot be sent. The sentence says what and where, but shows no value. */
  readonly wrong: string | undefined
  /** The call id, if there is one. */
  id: string | undefined
  /** The call id under its argument name, as the action and the progress query take it. */
  idArgument: Record<string, string> | undefined
  /** Finds out what happened to the call. Only with the option `recovery`. */
  recovered: RecoveredCall | undefined
  /** The given arguments with the call id, until the caller may have changed them. */
  #given: object | undefined
  #encoded: JSONValue | undefined

  /**
   * @param args The given arguments.
   * @param callId The option `callId`.
   * @param begin Follows the call with an id. Only with the option `recovery`.
   */
  constructor(
    readonly args: object,
    callId: Options['callId'],
    begin?: (id: string) => RecoveredCall,
  ) {
    try {
      this.wrong = this.#prepare(callId, begin)
    } catch {
      // A proxy or a getter threw.
      this.wrong = 'The arguments cannot be read.'
    }
  }

  /** The arguments of the next try. Once the caller may have changed the given arguments, it is a copy. */
  toSend(): object {
    const args = this.#given ?? (jsonToConvex(this.#encoded as JSONValue) as object)
    return this.recovered ? this.recovered.nextTry(args) : args
  }

  /** From now on, the caller may change the arguments. */
  detach(): void {
    this.#given = undefined
  }

  /** The call will not be sent again. */
  letGo(): void {
    this.#given = this.#encoded = undefined
  }

  /** Returns what is wrong with the arguments, or `undefined`. */
  #prepare(callId: Options['callId'], begin?: (id: string) => RecoveredCall): string | undefined {
    const { args } = this
    const problem = problemOf(args)
    if (problem) return problem
    if (callId || begin) {
      const given = isObject(callId) ? callId : { name: callId, create: () => randomId() }
      const id = guard(() => given.create(args))
      if (!id || typeof id !== 'string') return 'Option "callId.create" must return a string.'
      this.id = id
      if (given.name) this.idArgument = { [given.name]: id }
      this.recovered = begin?.(id)
    }
    try {
      this.#given = this.idArgument ? { ...args, ...this.idArgument } : args
      this.#encoded = convexToJson(this.#given as Value)
      return undefined
    } catch {
      return unencodable(args)
    }
  }
}

/** What is wrong with the arguments as a whole. */
function problemOf(args: object): string | undefined {
  if (typeof args !== 'object' || !args)
    return `The arguments are not an object but ${args === null ? args : `a ${typeof args}`}.`
  if (typeof (args as Event).preventDefault === 'function')
    return 'The arguments are a DOM event. Call execute with the arguments you mean.'
  // The same check for a plain object as Convex makes. It accepts objects of another window.
  const name = Object.getPrototypeOf(args)?.constructor.name ?? 'Object'
  return name === 'Object' ? undefined : `The arguments are of class ${String(name)}, not a plain object.`
}

function unencodable(args: object): string {
  const path = pathTo(args)
  return `Convex cannot encode ${path ? `the argument "${path}"` : 'the name of an argument'}.`
}

/**
 * The path in `value` to the part that cannot be encoded. The encoder's own message would reveal values. It stops
 * after ten levels, because of cycles.
 */
function pathTo(value: object, depth = 10): string {
  for (const key of Object.keys(value)) {
    let child: unknown
    try {
      child = (value as Record<string, unknown>)[key]
      if (child !== undefined) convexToJson(child as Value)
    } catch {
      const rest = depth && child && pathTo(child, depth - 1)
      return rest ? `${key}.${rest}` : key
    }
  }
  return ''
}
