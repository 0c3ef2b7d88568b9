import { convexToJson, jsonToConvex, type Value } from 'convex/values'

/** Arguments that Convex can encode. */
export type Arguments = Record<string, Value>

/**
 * Where in `value` stands what cannot be encoded. The encoder's own message tells it too, along with every value.
 * It stops ten levels down: a cycle has no end.
 */
function pathTo(value: object, depth = 10): string {
  for (const key of Object.keys(value)) {
    let child: unknown
    try {
      child = (value as Partial<Arguments>)[key]
      if (child !== undefined) convexToJson(child as Value)
    } catch {
      const rest = depth && typeof child === 'object' && child && pathTo(child, depth - 1)
      return rest ? `${key}.${rest}` : key
    }
  }
  return ''
}

/**
 * Encodes arguments as they are now, with what is added to them, and gives what makes a copy of them. Where they cannot be encoded: a sentence that
 * says what and where, and shows no value.
 */
export function freeze(args: object, added?: Record<string, string>): (() => Arguments) | string {
  if (typeof args !== 'object' || !args)
    return `The arguments are not an object but ${args === null ? args : `a ${typeof args}`}.`
  if (typeof (args as Event).preventDefault === 'function')
    return 'The arguments are a DOM event. Call execute with the arguments you mean.'
  // Convex's own test of a plain object, which accepts one of another window too.
  const name = Object.getPrototypeOf(args)?.constructor?.name ?? 'Object'
  if (name !== 'Object') return `The arguments are of class ${name}, not a plain object.`
  try {
    const json = convexToJson({ ...args, ...added } as Arguments)
    return () => jsonToConvex(json) as Arguments
  } catch {
    const path = pathTo(args)
    return `Convex cannot encode ${path ? `the argument "${path}"` : 'the name of an argument'}.`
  }
}
