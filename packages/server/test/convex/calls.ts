import { componentsGeneric } from 'convex/server'
import type { ComponentApi } from '../../src/component/_generated/component.js'
import { Calls } from '../../src/index.js'

/** What `components` of the app's generated code is. */
export const components = componentsGeneric() as unknown as { calls: ComponentApi }

export const calls = new Calls(components.calls)
export const { settle, outcome } = calls.api()
