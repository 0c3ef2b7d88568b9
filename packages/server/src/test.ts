import type { GenericSchema, SchemaDefinition } from 'convex/server'
import schema from './component/schema.js'

/** The component's modules, as convex-test takes them. */
export const modules = {
  './_generated/api.js': () => import('./component/_generated/api.js'),
  './forget.js': () => import('./component/forget.js'),
  './lib.js': () => import('./component/lib.js'),
  './rows.js': () => import('./component/rows.js'),
  './watch.js': () => import('./component/watch.js'),
}

// Not the type of convex-test, so that an app without it can check its types.
type Test = {
  registerComponent(
    name: string,
    schema: SchemaDefinition<GenericSchema, boolean>,
    modules: Record<string, () => Promise<unknown>>,
  ): void
}

/**
 * Registers the component with convex-test.
 *
 * @param test what `convexTest(…)` gave
 * @param name the component's name in `convex.config.ts`
 * @example
 * ```ts
 * const t = convexTest(schema, import.meta.glob('./**\/*.ts'))
 * register(t)
 * ```
 */
export function register(test: Test, name = 'calls'): void {
  test.registerComponent(name, schema, modules)
}

export { schema }
