import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Docs } from '../../scripts/docs.js'

async function serve() {
  const docs = new Docs()
  const server = createServer((request, response) => docs.answer(request, response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    docs.close()
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs/`
}

test('the demo builds the site when it is first opened, says so meanwhile, and serves it then', async () => {
  const url = await serve()
  const first = await fetch(url)
  expect(first.status).toBe(503)
  expect(await first.text()).toContain('<h1>The documentation is being built</h1>')
  await expect.poll(async () => (await fetch(url)).status, { timeout: 50_000, interval: 200 }).toBe(200)
  for (const path of ['', 'reference.html', 'guides/payments.html', 'llms.txt'])
    expect((await fetch(url + path)).status, path).toBe(200)
  expect(await (await fetch(`${url}reference.html`)).text()).toContain('<title>Reference')
  const missing = await fetch(`${url}missing.html`)
  expect(missing.status).toBe(404)
  expect(await missing.text()).toContain('<title>404')
})

test('the demo says where the scene is played, where it has the services that the scene needs', async () => {
  const url = await serve()
  vi.stubEnv('VITE_PAYMENT_SERVICE_URL', 'http://127.0.0.1:1')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(await (await fetch(`${url}scene.json`)).json()).toEqual({ live: '/?scene' })
  vi.stubEnv('VITE_PAYMENT_SERVICE_URL', '')
  await expect.poll(async () => (await fetch(`${url}scene.json`)).status, { timeout: 50_000 }).toBe(200)
  expect(await (await fetch(`${url}scene.json`)).json()).toEqual({ live: null })
})
