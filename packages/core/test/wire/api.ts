import { type ApiFromModules, anyApi, type FilterApi, type FunctionReference } from 'convex/server'
import type * as calls from './convex/calls.js'
import type * as health from './convex/health.js'
import type * as orders from './convex/orders.js'

type Modules = ApiFromModules<{ calls: typeof calls; health: typeof health; orders: typeof orders }>
/** The functions of `./convex`, which `startBackend` serves. */
// biome-ignore lint/suspicious/noExplicitAny: the form of convex's own generated code
export const api = anyApi as unknown as FilterApi<Modules, FunctionReference<any, 'public'>>
