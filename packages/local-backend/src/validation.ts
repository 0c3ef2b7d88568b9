import { convexToJson } from 'convex/values'

// The JSON that `exportArgs` and `exportReturns` of a registered function return.
type ValidatorJson =
  | { type: 'null' | 'number' | 'bigint' | 'boolean' | 'string' | 'bytes' | 'any' }
  | { type: 'literal'; value: unknown }
  | { type: 'id'; tableName: string }
  | { type: 'array'; value: ValidatorJson }
  | { type: 'record'; keys: ValidatorJson; values: { fieldType: ValidatorJson } }
  | { type: 'object'; value: Record<string, { fieldType: ValidatorJson; optional: boolean }> }
  | { type: 'union'; value: ValidatorJson[] }

/**
 * Returns why a value does not match a validator, in the real backend's words, or `null` if it matches. The text is
 * what follows `ArgumentValidationError: ` or `ReturnsValidationError: `.
 */
export function mismatch(validator: ValidatorJson | null, value: unknown, path = ''): string | null {
  if (validator === null) return null
  const plain = () =>
    `Value does not match validator.\n${path && `Path: ${path}\n`}` +
    `Value: ${showValue(value)}\nValidator: ${showValidator(validator)}\n`
  switch (validator.type) {
    case 'any':
      return null
    case 'null':
      return value === null ? null : plain()
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'string':
      return typeof value === validator.type ? null : plain()
    case 'bytes':
      return value instanceof ArrayBuffer ? null : plain()
    case 'literal':
      return value === validator.value ? null : plain()
    case 'id':
      return typeof value === 'string' && value.replace(/^\d+/, '') === validator.tableName ? null : plain()
    case 'array':
      if (!Array.isArray(value)) return plain()
      return firstOf(value, (item, index) => mismatch(validator.value, item, `${path}[${index}]`))
    case 'union':
      return validator.value.some((member) => mismatch(member, value) === null) ? null : plain()
    case 'record':
      if (!isObject(value)) return plain()
      return firstOf(
        Object.entries(value),
        ([key, item]) =>
          mismatch(validator.keys, key, path) ?? mismatch(validator.values.fieldType, item, `${path}.${key}`),
      )
    case 'object':
      return isObject(value) ? objectMismatch(validator, value, path) : plain()
  }
}

function objectMismatch(
  validator: ValidatorJson & { type: 'object' },
  value: Record<string, unknown>,
  path: string,
): string | null {
  const ending = () =>
    `${path && `\nPath: ${path}`}\n\nObject: ${showValue(value)}\nValidator: ${showValidator(validator)}\n`
  return (
    firstOf(Object.entries(validator.value), ([key, { fieldType, optional }]) => {
      if (value[key] !== undefined) return mismatch(fieldType, value[key], `${path}.${key}`)
      if (optional) return null
      return (
        `Object is missing the required field \`${key}\`. Consider wrapping the field validator in ` +
        `\`v.optional(...)\` if this is expected.${ending()}`
      )
    }) ??
    firstOf(Object.keys(value), (key) =>
      validator.value[key] || value[key] === undefined
        ? null
        : `Object contains extra field \`${key}\` that is not in the validator.${ending()}`,
    )
  )
}

function firstOf<T>(items: T[], find: (item: T, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index)
    if (found !== null) return found
  }
  return null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ArrayBuffer)
  )
}

function showValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showValue).join(', ')}]`
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}: ${showValue(item)}`)
      .join(', ')}}`
  }
  if (typeof value === 'number' && Number.isInteger(value)) return value.toFixed(1)
  if (typeof value === 'bigint') return `${value}n`
  return value === undefined ? 'undefined' : JSON.stringify(convexToJson(value as null))
}

function showValidator(validator: ValidatorJson): string {
  switch (validator.type) {
    case 'number':
      return 'v.float64()'
    case 'bigint':
      return 'v.int64()'
    case 'literal':
      return `v.literal(${JSON.stringify(validator.value)})`
    case 'id':
      return `v.id("${validator.tableName}")`
    case 'array':
      return `v.array(${showValidator(validator.value)})`
    case 'record':
      return `v.record(${showValidator(validator.keys)}, ${showValidator(validator.values.fieldType)})`
    case 'union':
      return `v.union(${validator.value.map(showValidator).join(', ')})`
    case 'object':
      return `v.object({${Object.entries(validator.value)
        .map(([key, { fieldType, optional }]) =>
          optional
            ? `${key}: v.optional(${showValidator(fieldType)})`
            : `${key}: ${showValidator(fieldType)}`,
        )
        .join(', ')}})`
    default:
      return `v.${validator.type}()`
  }
}
