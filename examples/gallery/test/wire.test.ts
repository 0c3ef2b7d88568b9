import { startExampleBackend } from '@convex-action/example-backend'
import { api } from '@convex-action/example-backend/api'
import { ConvexHttpClient } from 'convex/browser'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openFunction, startExample, tells } from './gallery.js'

const example = startExample('gallery')

test('the page asks only for new messages, and a large file that it sent does not come back', async () => {
  const { page, press } = await openFunction(example, 'files.process', { context: {} })
  const asked: number[] = []
  const answers: Promise<string>[] = []
  page.on('response', (response) => {
    const { pathname, searchParams } = new URL(response.url())
    if (pathname !== '/_local/wire') return
    asked.push(Number(searchParams.get('since')))
    answers.push(response.text())
  })
  const file = { name: 'own.txt', mimeType: 'text/plain', buffer: Buffer.alloc(1_000_000, 'two words\n') }
  await page.getByLabel('Text file').setInputFiles(file)
  await page.getByText('To be processed: own.txt').waitFor()
  const answered = page.getByRole('row', { name: /page ActionResponse #\d+ success/ })
  for (const run of [0, 1]) {
    await press('Run')
    await answered.nth(run).waitFor()
    await tells(page, 'own.txt is processed.')
  }
  const texts = await Promise.all(answers)
  expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(20_000)
  const [first] = texts.map((text) => JSON.parse(text).newest)
  expect(asked.at(-1)).toBeGreaterThanOrEqual(first)
  expect(asked.at(-1)).toBeGreaterThan(asked[0] ?? 0)
})

/** The page's reader of the wire, and what it reads from. */
async function startReader() {
  let { backend, close } = await startExampleBackend({ control: true })
  onTestFinished(() => close())
  const { port, url } = backend
  const run = () => new ConvexHttpClient(url).action(api.tokens.generate, {})
  await run()
  vi.stubEnv('VITE_CONVEX_URL', url)
  vi.stubEnv('VITE_LOCAL_CONTROL', '1')
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.resetModules()
  const { readWire } = await import('../src/wire.js')
  await readWire()
  const read = async () => {
    const wire = await readWire()
    return {
      types: wire?.entries.map(({ message }) => message.type),
      runs: wire?.runs['tokens:generate'],
    }
  }
  const restart = async () => {
    await close()
    ;({ backend, close } = await startExampleBackend({ control: true, port }))
  }
  return { run, read, restart }
}

const call = ['Action', 'HttpResponse']

test('what crossed the wire before the page was opened is not shown, and what follows is shown once', async () => {
  const { run, read } = await startReader()
  expect(await read()).toEqual({ types: [], runs: 0 })
  await run()
  expect(await Promise.all([read(), read()])).toEqual(Array(2).fill({ types: call, runs: 1 }))
  await run()
  expect(await read()).toEqual({ types: [...call, ...call], runs: 2 })
})

test('a page goes on showing the wire of a server that was started anew', async () => {
  const { run, read, restart } = await startReader()
  await run()
  expect(await read()).toEqual({ types: call, runs: 1 })
  await restart()
  expect(await read()).toEqual({ types: [], runs: undefined })
  await run()
  expect(await read()).toEqual({ types: call, runs: 1 })
})
