import { convexPlugin, useConvexAction } from '@convex-action/vue'
import { mount } from '@vue/test-utils'
import { test } from 'vitest'
import { type App, defineComponent, h } from 'vue'
import { type Args, charge } from '../src/contender.js'
import { count, type FakeClient } from './count.js'

function open(client: FakeClient) {
  let renders = 0
  let execute = (_args: Args): unknown => undefined
  const component = defineComponent(() => {
    const { status, data, error, ...methods } = useConvexAction(charge)
    execute = methods.execute
    return () => {
      renders++
      return h('output', `${status.value} ${data.value?.amount} ${error.value}`)
    }
  })
  const provide = (app: App) => convexPlugin.install(app, { client })
  const page = mount(component, { global: { plugins: [provide] } })
  return {
    execute: (args: Args) => execute(args),
    status: () => page.text().split(' ')[0] as 'idle',
    renders: () => renders,
    unmount: () => page.unmount(),
  }
}

test('convex-action in Vue', (context) => count(open, context))
