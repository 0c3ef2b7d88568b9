/// <reference types="vite/client" />

// What SvelteKit and Nuxt make for an app.
declare module '$env/static/public' {
  export const PUBLIC_CONVEX_URL: string
}

// As in its sources: no release of it is to be had where this runs.
declare module '@lupinum/better-convex-vue' {
  import type { FunctionReference, FunctionReturnType, OptionalRestArgs } from 'convex/server'
  import type { ComputedRef, Ref } from 'vue'

  export function useConvexAction<Action extends FunctionReference<'action'>>(
    action: Action,
  ): {
    (...args: OptionalRestArgs<Action>): Promise<FunctionReturnType<Action>>
    readonly data: Readonly<Ref<FunctionReturnType<Action> | undefined>>
    readonly status: ComputedRef<'idle' | 'pending' | 'success' | 'error'>
    readonly pending: ComputedRef<boolean>
    readonly error: Readonly<Ref<Error | undefined>>
    reset(): void
  }
}
