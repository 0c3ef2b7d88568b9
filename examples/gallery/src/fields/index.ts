import type { Id } from '@convex-action/example-backend/convex/_generated/dataModel.js'
import type { FunctionArgs, FunctionReference, FunctionReturnType } from 'convex/server'
import { Base64 } from 'convex/values'
import type { Field } from '../entry.js'
import ChoiceField from './ChoiceField.vue'
import { later } from './later.js'
import TextField from './TextField.vue'

/** A line of text. */
export const text = (label: string, initial: string): Field<string> => ({ label, as: TextField, initial })

/** Some lines of text. */
export const area = (label: string, initial: string): Field<string> => ({
  label,
  as: TextField,
  props: { rows: 3 },
  initial,
})

/** A number. */
export const number = (label: string, initial: number): Field<number> => ({
  label,
  as: TextField,
  props: { type: 'number' },
  initial,
})

/** One of some values, by their names. */
export const choice = <Value>(label: string, options: Record<string, Value>): Field<Value> => ({
  label,
  as: ChoiceField,
  props: { options },
  initial: Object.values(options)[0],
})

/** One of the documents that a live query gives. */
export const pick = <Query extends FunctionReference<'query'>, Value>(
  label: string,
  query: Query,
  args: FunctionArgs<Query>,
  toOption: (row: FunctionReturnType<Query>[number]) => { value: Value; text: string },
): Field<Value> => ({
  label,
  as: later(() => import('./PickField.vue')),
  props: { query, args, toOption },
  initial: undefined,
})

/** A file, with its content as base64. */
export const file = (
  label: string,
  name: string,
  content: string,
): Field<{ fileName: string; content: string }> => ({
  label,
  as: later(() => import('./FileField.vue')),
  initial: { fileName: name, content: Base64.fromByteArray(new TextEncoder().encode(content)) },
})

/** An image that was uploaded to the storage of Convex. */
export const image = (label: string): Field<Id<'_storage'>> => ({
  label,
  as: later(() => import('./ImageField.vue')),
  initial: undefined,
})
