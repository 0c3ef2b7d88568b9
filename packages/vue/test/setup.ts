import { mount, type VueWrapper } from '@vue/test-utils'
import { type ApiFromModules, anyApi, type FilterApi, type FunctionReference } from 'convex/server'
import { onTestFinished } from 'vitest'
import { defineComponent, type Plugin } from 'vue'
import { type ActionClient, convexPlugin, type ProvidedOptions } from '../src/index.js'
import type * as emails from './convex/emails.js'
import type * as orders from './convex/orders.js'

// biome-ignore lint/suspicious/noExplicitAny: the form of convex's own generated code
type Public = FunctionReference<any, 'public'>
export const api = anyApi as unknown as FilterApi<
  ApiFromModules<{ emails: typeof emails; orders: typeof orders }>,
  Public
>

/** Runs `setup` in a component of an app with this client or without one. It is unmounted after the test. */
export function inComponent<Result extends object>(
  setup: () => Result,
  client?: ActionClient,
  { template = '<p />', ...given }: ProvidedOptions & { template?: string } = {},
): VueWrapper & { result: Result } {
  let result = {} as Result
  const component = defineComponent({
    setup() {
      result = setup()
      return result
    },
    template,
  })
  const plugins: [Plugin, ...unknown[]][] = client ? [[convexPlugin, { ...given, client }]] : []
  const wrapper = mount(component, { global: { plugins } })
  onTestFinished(() => wrapper.unmount())
  return Object.assign(wrapper, { result })
}
