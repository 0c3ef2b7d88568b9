import type { GenericValidator, Validator } from 'convex/values'
import { isObject } from './is-object.js'

/**
 * Whether a value matches a validator of `convex/values`. Convex only checks on the server, and exports no function
 * for it.
 */
export function fits(value: unknown, validator: GenericValidator): boolean {
  const expected = validator as Validator<unknown, 'required' | 'optional'>
  if (value === undefined) return expected.isOptional === 'optional'
  switch (expected.kind) {
    case 'any':
      return true
    case 'null':
      return value === null
    case 'literal':
      return value === expected.value
    case 'float64':
      return typeof value === 'number'
    case 'int64':
      return typeof value === 'bigint'
    case 'bytes':
      return value instanceof ArrayBuffer
    case 'string':
    case 'id':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(item, expected.element))
    case 'union':
      return expected.members.some((member) => fits(value, member))
    case 'record':
      return (
        isPlain(value) &&
        Object.entries(value).every(([key, item]) => fits(key, expected.key) && fits(item, expected.value))
      )
    case 'object':
      return (
        isPlain(value) &&
        Object.keys(value).every((key) => Object.hasOwn(expected.fields, key)) &&
        Object.entries(expected.fields).every(([key, field]) => fits(value[key], field))
      )
    default:
      // A kind from a newer version of convex never matches.
      return false
  }
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && !Array.isArray(value) && !(value instanceof ArrayBuffer)
