/**
 * What each page costs, as built for production: the bytes of its scripts when it is opened, zipped; when it can be used, in
 * milliseconds, which is when it is connected and no task of its main thread takes longer than 50 ms; and how long the main thread has
 * worked by then. Each is the median of some openings, with nothing in the cache.
 *
 *     npx tsx measure.ts
 */
import { gzipSync } from 'node:zlib'
import { startExampleBackend } from '@convex-action/example-backend'
import { launch } from './browser.js'
import { serveBuilt } from './pages.js'

const openings = 7
const pages = [
  { example: 'landing', path: '' },
  { example: 'gallery', path: '' },
  { example: 'gallery', path: 'checkout.html' },
  ...['vue', 'react', 'svelte', 'vanilla'].map((example) => ({ example, path: '' })),
]

const { backend, services, close } = await startExampleBackend({ control: true })
const environment: Record<string, string> = { VITE_CONVEX_URL: backend.url, VITE_LOCAL_CONTROL: '1' }
for (const [name, value] of Object.entries(services.environment)) environment[`VITE_${name}`] = value
const served = await Promise.all([...new Set(pages.map(({ example }) => example))].map(serveBuilt))
const browser = await launch()
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

async function open(url: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript((environment) => {
    const long: number[] = []
    Object.assign(globalThis, { environment, long })
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) long.push(startTime + duration)
    }).observe({ type: 'longtask', buffered: true })
  }, environment)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  const bodies: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.body())
  })
  await page.goto(url)
  await page.getByText('Connected', { exact: true }).first().waitFor()
  const connected = await page.evaluate(() => performance.now())
  const { metrics } = await cdp.send('Performance.getMetrics')
  await page.waitForTimeout(500)
  const lastLong = await page.evaluate(() =>
    Math.max(0, ...(globalThis as unknown as { long: number[] }).long),
  )
  const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0)
  await context.close()
  const work = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
  return { bytes, usable: Math.max(connected, lastLong), work: work * 1000 }
}

const rows = []
for (const { example, path } of pages) {
  const url = served.find((one) => one.example === example)?.url + path
  const all = []
  for (let opening = 0; opening < openings; opening++) all.push(await open(url))
  rows.push({
    page: `${example}/${path}`,
    'scripts (kB gzip)': Math.round(median(all.map(({ bytes }) => bytes)) / 100) / 10,
    'usable after (ms)': Math.round(median(all.map(({ usable }) => usable))),
    'main thread (ms)': Math.round(median(all.map(({ work }) => work))),
  })
}
console.table(rows)
await browser.close()
await Promise.all(served.map(({ close }) => close()))
await close()
