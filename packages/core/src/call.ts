import { convexToJson, type JSONValue, jsonToConvex, type Value } from 'convex/values'
import { isObject } from './is-object.js'
import type { Options } from './options.js'
import { randomId } from './random-id.js'
import type { RecoveredCall, SentCall } from './recovered-call.js'
import { guard } from './report.js'

/** What one execution sends: its arguments, checked and encoded as they are at `execute`, and its call id. */
export class Call implements SentCall {
  /** Why it cannot be sent: a sentence that says what and where, and shows no value. */
  readonly wrong: string | undefined
  /** The call id, where one is configured. */
  id: string | undefined
  /** The call id under its name, as the action and the progress query take it. */
  idArgument: Record<string, string> | undefined
  /** What finds out what became of it, where `recovery` is configured. */
  recovered: RecoveredCall | undefined
  /** What was given, with the call id: until the caller may have changed it. */
  #given: object | undefined
  #encoded: JSONValue | undefined

  /**
   * @param args The arguments as they were given.
   * @param callId The option of that name.
   * @param begin Follows the call with an id, where the option `recovery` is given.
   */
  constructor(
    readonly args: object,
    callId: Options['callId'],
    begin?: (id: string) => RecoveredCall,
  ) {
    try {
      this.wrong = this.#prepare(callId, begin)
    } catch {
      // They may be a proxy, or have a getter, that throws.
      this.wrong = 'The arguments cannot be read.'
    }
  }

  /** The arguments of the next try: those that were given, or, once these may have changed, a copy. */
  toSend(): object {
    const args = this.#given ?? (jsonToConvex(this.#encoded as JSONValue) as object)
    return this.recovered ? this.recovered.nextTry(args) : args
  }

  /** From now on the caller may change the arguments. */
  detach(): void {
    this.#given = undefined
  }

  /** It will not be sent again. */
  letGo(): void {
    this.#given = this.#encoded = undefined
  }

  /** Gives what is wrong. */
  #prepare(callId: Options['callId'], begin?: (id: string) => RecoveredCall): string | undefined {
    const { args } = this
    const problem = problemOf(args)
    if (problem) return problem
    if (callId || begin) {
      const given = isObject(callId) ? callId : { name: callId, create: () => randomId() }
      const id = guard(() => given.create(args))
      if (!id || typeof id !== 'string') return 'Option "callId.create" gave no id.'
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
  // Convex's own test of a plain object, which accepts one of another window too.
  const name = Object.getPrototypeOf(args)?.constructor.name ?? 'Object'
  return name === 'Object' ? undefined : `The arguments are of class ${String(name)}, not a plain object.`
}

function unencodable(args: object): string {
  const path = pathTo(args)
  return `Convex cannot encode ${path ? `the argument "${path}"` : 'the name of an argument'}.`
}

/**
 * Where in `value` stands what cannot be encoded. The encoder's own message tells it too, along with every value.
 * It stops ten levels down: a cycle has no end.
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
