import { leaveBehind } from '@convex-action/conformance'
import { createFakeClient } from '@convex-action/core/testing'
import { flushPromises } from '@vue/test-utils'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createSSRApp, defineComponent } from 'vue'
import { renderToString } from 'vue/server-renderer'
import * as adapter from '../src/index.js'
import { api } from './setup.js'

const template = `<button :disabled="pending" @click="() => void execute({ to: 'ada' })">{{ status }} {{ data?.messageId }}</button>`
const emailWith = ({ useConvexAction }: typeof adapter) =>
  defineComponent({ setup: () => useConvexAction(api.emails.send), template })

/** The HTML of a server, which has neither a window nor a client. */
async function renderedByServer(): Promise<string> {
  vi.resetModules()
  vi.stubGlobal('window', undefined)
  onTestFinished(() => {
    vi.unstubAllGlobals()
    // The next test file needs an adapter that was loaded with a window.
    vi.resetModules()
  })
  const app = createSSRApp(emailWith(await import('../src/index.js')))
  const html = await renderToString(app)
  vi.unstubAllGlobals()
  return html
}

/** Hydrates what the server rendered. Returns the server's button. `component` is created after that. */
async function takeOver(component: object | (() => object), client = createFakeClient()) {
  const complaints = (['warn', 'error'] as const).map((level) => vi.spyOn(console, level))
  const page = document.createElement('main')
  page.innerHTML = await renderedByServer()
  const [button] = page.getElementsByTagName('button')
  const app = createSSRApp(typeof component === 'function' ? component() : component).use(
    adapter.convexPlugin,
    { client },
  )
  document.body.append(page)
  app.mount(page)
  const atFirst = [button?.textContent, button?.disabled]
  onTestFinished(() => {
    app.unmount()
    page.remove()
    for (const spy of complaints) spy.mockRestore()
  })
  return { page, button, atFirst, client, complaints: () => complaints.flatMap(({ mock }) => mock.calls) }
}

test('a server-rendered page hydrates without a warning, and its button works', async () => {
  const { page, button, client, complaints } = await takeOver(emailWith(adapter))
  expect(page.textContent).toBe('idle ')
  expect(page.querySelector('button')).toBe(button)
  button?.click()
  await flushPromises()
  expect([button?.textContent, button?.disabled]).toEqual(['pending ', true])
  client.resolve(api.emails.send, { messageId: 'm1' })
  await flushPromises()
  expect([button?.textContent, button?.disabled]).toEqual(['success m1', false])
  expect(complaints()).toEqual([])
})

test('an execution from before hydration is shown, without a warning', async () => {
  const client = createFakeClient()
  const store = adapter.createActionStore(api.emails.send, { client })
  store.execute({ to: 'ada' })
  const { button, complaints } = await takeOver({ setup: () => adapter.useActionStore(store), template })
  await flushPromises()
  expect([button?.textContent, button?.disabled]).toEqual(['pending ', true])
  expect(complaints()).toEqual([])
})

test('a call from before the reload is idle during hydration and is resumed after it, without a warning', async () => {
  const { button, atFirst, complaints } = await takeOver(() => {
    const { options } = leaveBehind()
    return { setup: () => adapter.useConvexAction(api.emails.send, options as object), template }
  })
  expect(atFirst).toEqual(['idle ', false])
  await flushPromises()
  expect([button?.textContent, button?.disabled]).toEqual(['pending ', true])
  expect(complaints()).toEqual([])
})
