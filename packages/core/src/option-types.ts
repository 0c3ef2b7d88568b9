import type { FunctionArgs } from 'convex/server'
import type { Callable } from './types.js'

/** The names of a function's string arguments. These are the arguments that can receive a call id. */
export type StringArgument<Ref extends Callable> = StringKey<FunctionArgs<Ref>>

type StringKey<Args> = Args extends unknown
  ? { [Key in keyof Args]-?: string extends Args[Key] ? Key : never }[keyof Args] & string
  : never

declare const needed: unique symbol

/** A compiler message: this option also needs the option `Name`. No value has this type. */
export interface NeedsOption<Name extends string> {
  readonly [needed]: Name
}

/** A compiler message: the function must take the argument `Name`. No value has this type. */
export interface NeedsArgument<Name extends string> {
  readonly [needed]: Name
}

/** Whether a function takes the `call` argument of `calls.once`. */
export type TakesCall<Args> = 'call' extends keyof Args
  ? [NonNullable<Args['call']>] extends [{ id: string; try: string; guarded: 1 }]
    ? true
    : false
  : false

/** Retries need a call id. `recovery` provides one. */
export type RecoveredId<Ref extends Callable> = TakesCall<FunctionArgs<Ref>> extends true ? undefined : never
