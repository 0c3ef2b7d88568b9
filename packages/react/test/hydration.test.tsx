import { leaveBehind } from '@convex-action/conformance'
import { createFakeClient } from '@convex-action/core/testing'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as adapter from '../src/index.js'
import { after, api, printed, provide } from './setup.js'

type Adapter = typeof adapter

const client = createFakeClient()
const Client = provide(client)
const shared = adapter.createActionStore(api.send, { client })

function Email({ useConvexAction }: Adapter) {
  const { execute, status, data } = useConvexAction(api.send)
  return (
    <button type="button" onClick={() => execute({ to: 'ada' })}>
      {status} {data?.messageId}
    </button>
  )
}

const Shared = ({ useActionStore }: Adapter) => <p>{useActionStore(shared).status}</p>

const App = (adapter: Adapter) => (
  <StrictMode>
    <adapter.ConvexIdentityProvider identity="ada">
      <Email {...adapter} />
      <Shared {...adapter} />
    </adapter.ConvexIdentityProvider>
  </StrictMode>
)

/** The HTML of a server, which has neither a window nor a client. */
async function renderedByServer(): Promise<string> {
  vi.resetModules()
  vi.stubGlobal('window', undefined)
  onTestFinished(() => {
    vi.unstubAllGlobals()
    // The next test file needs an adapter that was loaded with a window.
    vi.resetModules()
  })
  const html = renderToString(<App {...(await import('../src/index.js'))} />)
  vi.unstubAllGlobals()
  return html
}

test('a server-rendered page hydrates without a warning, even if an action ran before', async () => {
  const complaints = printed()
  const onRecoverableError = vi.fn()
  const page = document.createElement('div')
  page.innerHTML = await renderedByServer()
  const button = page.querySelector('button')
  expect(page.textContent).toBe('idle idle')
  shared.execute({ to: 'bob' })

  const app = (
    <Client>
      <App {...adapter} />
    </Client>
  )
  await after(() => {
    const root = hydrateRoot(page, app, { onRecoverableError })
    onTestFinished(() => root.unmount())
  })
  expect(page.querySelector('button')).toBe(button)
  expect(page.textContent).toBe('idle pending')

  document.body.append(page)
  await after(() => button?.click())
  await after(() => {
    for (const call of client.calls(api.send)) call.resolve({ messageId: 'm1' })
  })
  expect(page.textContent).toBe('success m1success')
  expect(onRecoverableError).not.toHaveBeenCalled()
  expect(complaints).toEqual([])
})

test('a call from before the reload is idle during hydration and is resumed after it, without a warning', async () => {
  const complaints = printed()
  const onRecoverableError = vi.fn()
  const page = document.createElement('div')
  page.innerHTML = await renderedByServer()
  const { options } = leaveBehind('ada')
  onTestFinished(() => void vi.unstubAllGlobals())
  const seen: string[] = []
  const remembering: Adapter = {
    ...adapter,
    useConvexAction: ((reference: typeof api.send) => {
      const email = adapter.useConvexAction(reference, options as object)
      seen.push(email.status)
      return email
    }) as Adapter['useConvexAction'],
  }
  const app = (
    <Client>
      <App {...remembering} />
    </Client>
  )
  await after(() => {
    const root = hydrateRoot(page, app, { onRecoverableError })
    onTestFinished(() => root.unmount())
  })
  expect([seen[0], seen.at(-1)]).toEqual(['idle', 'pending'])
  expect(page.querySelector('button')?.textContent).toBe('pending ')
  expect(onRecoverableError).not.toHaveBeenCalled()
  expect(complaints).toEqual([])
})
