/**
 * The part of Standard Schema (standardschema.dev) that is used here. Zod, Valibot, ArkType and others implement it.
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Answer<Output> | Promise<Answer<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

type Answer<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly unknown[] }
