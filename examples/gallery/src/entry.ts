import type { Id } from '@convex-action/example-backend/convex/_generated/dataModel.js'
import type { ActionError, ActionPhase, ActionStatus } from '@convex-action/vue'
import type { Component, ComputedRef, Ref } from 'vue'

/** An input of a form: what is shown for it, and the value that it starts with. */
export interface Field<Value> {
  label: string
  /** Takes `label` and `props`, and has the value as its model. */
  as: Component
  props?: object
  initial: Value | undefined
}

/** What a form's fields hold. */
// biome-ignore lint/suspicious/noExplicitAny: each field has a value of its own type
export type Values<Form extends Record<string, Field<any>>> = {
  [Name in keyof Form]: Form[Name] extends Field<infer Value> ? Value : never
}

/** What is seen of any function, whatever it takes and gives. */
export interface Seen {
  status: ComputedRef<ActionStatus>
  pending: ComputedRef<boolean>
  phase: ComputedRef<ActionPhase | undefined>
  data: ComputedRef<unknown>
  error: ComputedRef<ActionError | null>
  args: ComputedRef<unknown>
  callId: ComputedRef<string | undefined>
  attempt: ComputedRef<number>
  inFlight: ComputedRef<number>
  progress: ComputedRef<unknown>
  retry(): Promise<unknown>
  reset(): void
  cancel(): void
}

/** A result, as a person wants to see it. */
export interface Shown {
  text: string
  image?: string
  /** An image in the storage of Convex, by its id. */
  storedImage?: Id<'_storage'>
  link?: { href: string; text: string; download?: string }
  code?: string
  table?: { columns: string[]; rows: (string | number)[][] }
}

/** A function of the backend in the gallery. */
export interface Entry<Form, Of extends Seen, Input> {
  title: string
  /** What it shows, in a line. */
  about: string
  form: Form
  /** Called once, in the setup of the page. */
  use(): Of
  /** Runs it with what is in the form. */
  run(seen: Of, input: Input): Promise<unknown>
  show(data: Exclude<Of['data']['value'], undefined>): Shown
  /** The id under which the payment service is asked for the shown call. */
  paymentId?(seen: Seen): string | undefined
  /** Whether the component `calls` remembers its calls, so that its records are shown. */
  isRemembered?: boolean
  /** Lines of a live query which this function changes. Called in the setup of its view. */
  live?: { title: string; use(): Ref<string[] | undefined> }
}

// biome-ignore lint/suspicious/noExplicitAny: as the gallery shows them, one function is like the other
export type AnyEntry = Entry<Record<string, Field<any>>, any, any>

/** Describes a function. Only so that its types are inferred. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export const define = <Form extends Record<string, Field<any>>, Of extends Seen>(
  entry: Entry<Form, Of, Values<Form>>,
): AnyEntry => entry
