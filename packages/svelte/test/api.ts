import { type ApiFromModules, anyApi, type FilterApi, type FunctionReference } from 'convex/server'
import type * as emails from './convex/emails.js'

// biome-ignore lint/suspicious/noExplicitAny: the form of convex's own generated code
type Public = FunctionReference<any, 'public'>
export const api = anyApi as unknown as FilterApi<ApiFromModules<{ emails: typeof emails }>, Public>
