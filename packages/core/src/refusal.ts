import type { GenericValidator, Infer } from 'convex/values'
import { type ActionError, isActionError } from './errors.js'
import { fits } from './fits.js'
import type { StandardSchemaV1 } from './standard-schema.js'

/** What says whether a value is as it should be: a validator of `convex/values`, or a Standard Schema of Zod, Valibot, ArkType, …. */
export type RefusalSchema = GenericValidator | StandardSchemaV1

/** The data that a schema lets through. */
export type RefusalData<Schema extends RefusalSchema> = Schema extends GenericValidator
  ? Infer<Schema>
  : Schema extends StandardSchemaV1<unknown, infer Data>
    ? Data
    : never

/** An error whose function threw a `ConvexError` with this data. */
export type RefusalError<Data> = ActionError & { readonly kind: 'application'; readonly data: Data }

/**
 * Whether the function refused with a `ConvexError` whose data is as `schema` says. It checks the data, so that a server of another
 * version is no surprise. Nothing is converted: a schema with transformations only decides.
 *
 * @param error Anything, such as the `error` of a store.
 * @param schema A validator of `convex/values`, or a synchronous Standard Schema.
 * @throws `TypeError` where the schema answers with a promise: whether an error is shown cannot wait.
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
  if (answer instanceof Promise) throw new TypeError('isRefusal needs a schema that answers at once.')
  return !answer.issues
}
