import type { GenericSchema, SchemaDefinition } from 'convex/server'
import schema from './component/schema.js'

/** The modules of the component, as convex-test takes them. */
export const modules = {
  './_generated/api.js': () => import('./component/_generated/api.js'),
  './forget.js': () => import('./component/forget.js'),
  './lib.js': () => import('./component/lib.js'),
  './rows.js': () => import('./component/rows.js'),
  './watch.js': () => import('./component/watch.js'),
}

// Not the type from convex-test, so that apps without convex-test pass the type check.
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
 * @param test What `convexTest(…)` returned.
 * @param name The name of the component in `convex.config.ts`. Default: `calls`.
 *
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
