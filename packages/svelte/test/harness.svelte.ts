import type { Harness, Rendered, Setup } from '@convex-action/conformance'
import { flushSync, mount, tick, unmount } from 'svelte'
import * as real from '../src/index.js'
import Page from './components/Page.svelte'
import { contextOf } from './setup.js'

export type Adapter = Pick<typeof real, 'useActionStore' | 'useConvexAction'>

/** Runs components on an adapter for Svelte: on ours, or on one that is broken. */
export const harnessOf = (adapter: Adapter = real, runs?: Harness['runs']): Harness => ({
  name: 'Svelte',
  runs,
  missingClient: 'call setupConvex()',
  async act(run) {
    await run()
    await tick()
  },
  async mount({ client, ...initial }: Setup) {
    let options = $state.raw(initial.options)
    let user = $state(initial.user)
    let renders = 0
    let rendered: Rendered
    const target = document.createElement('main')
    const props = {
      adapter,
      runs,
      ...initial,
      get options() {
        return options
      },
      identity: initial.user === undefined ? undefined : () => user,
      onrender(fields: Rendered) {
        renders++
        rendered = fields
      },
    }
    const page = mount(Page, { target, props, context: contextOf(client) })
    let isMounted = true
    flushSync()
    return {
      rendered: () => rendered,
      text: () => target.textContent,
      renders: () => renders,
      async update(change) {
        if ('options' in change) options = change.options
        if ('user' in change) user = change.user
        await tick()
      },
      async unmount() {
        if (isMounted) await unmount(page)
        isMounted = false
      },
    }
  },
})
