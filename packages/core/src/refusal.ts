import type { GenericValidator, Infer } from 'convex/values'
import { type ActionError, isActionError } from './errors.js'
import { fits } from './fits.js'
import type { StandardSchemaV1 } from './standard-schema.js'

/**
 * A schema that checks a value: a validator of `convex/values`, or a Standard Schema of Zod, Valibot, ArkType and
 * others.
 */
export type RefusalSchema = GenericValidator | StandardSchemaV1

/** The type of the data that a schema accepts. */
export type RefusalData<Schema extends RefusalSchema> = Schema extends GenericValidator
  ? Infer<Schema>
  : Schema extends StandardSchemaV1<unknown, infer Data>
    ? Data
    : never

/** An error whose function threw a `ConvexError` with this data. */
export type RefusalError<Data> = ActionError & { readonly kind: 'application'; readonly data: Data }

/**
 * Returns whether the function threw a `ConvexError` whose data matches `schema`. The data is checked, so a server of
 * another version cannot surprise you. Nothing is converted: a schema with transformations is only used to check.
 *
 * @param error Anything, such as the `error` of a store.
 * @param schema A validator of `convex/values`, or a synchronous Standard Schema.
 * @returns `true` if it matches. TypeScript then knows the type of `error.data`.
 * @throws `TypeError` if the schema is asynchronous.
 *
 * @example
 * ```ts
 * import { createActionStore } from '@convex-action/core'
 * import { isRefusal } from '@convex-action/core/refusal'
 * import { ConvexClient } from 'convex/browser'
 * import { v } from 'convex/values'
 * import { api } from './convex/_generated/api'
 *
 * const declined = v.object({ code: v.literal('declined'), reason: v.string() })
 *
 * const client = new ConvexClient('https://happy-otter-123.convex.cloud')
 * const charge = createActionStore(api.payments.charge, { client })
 * charge.subscribe(({ error }) => {
 *   if (isRefusal(error, declined)) console.log(error.data.reason)
 * })
 * ```
 */
export function isRefusal<Schema extends RefusalSchema>(
  error: unknown,
  schema: Schema,
): error is RefusalError<RefusalData<Schema>> {
  if (!isActionError(error) || error.kind !== 'application') return false
  if (!('~standard' in schema)) return fits(error.data, schema)
  const answer = schema['~standard'].validate(error.data)
  if (answer instanceof Promise) throw new TypeError('isRefusal needs a synchronous schema.')
  return !answer.issues
}
