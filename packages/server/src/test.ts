import type { GenericSchema, SchemaDefinition } from 'convex/server'
import componentSchema from './component/schema.js'

// Plain types, since the types of the component's rows do not compile in an app with `exactOptionalPropertyTypes`.
type Modules = Record<string, () => Promise<unknown>>
type Schema = SchemaDefinition<GenericSchema, boolean>

/** The modules of the component, as convex-test takes them. */
export const modules: Modules = {
  './_generated/api.js': () => import('./component/_generated/api.js'),
  './forget.js': () => import('./component/forget.js'),
  './lib.js': () => import('./component/lib.js'),
  './rows.js': () => import('./component/rows.js'),
  './watch.js': () => import('./component/watch.js'),
}

// Not the type from convex-test, so that apps without convex-test pass the type check.
type Test = {
  registerComponent(name: string, schema: Schema, modules: Modules): void
}

/** The schema of the component, as convex-test takes it. */
export const schema: Schema = componentSchema

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
