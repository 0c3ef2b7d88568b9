import { readdirSync } from 'node:fs'
import { functionsFolder, startServices } from '@convex-action/example-backend'
import { testApp } from '@convex-action/example-ssr'
import { setups } from '@convex-action/example-ssr/setups'
import { createLocalBackend, loadComponents, loadModules } from '@convex-action/local-backend'
import { beforeAll, expect, test } from 'vitest'

const { open, openAnew, backend } = testApp(setups.nuxt)

let services: Awaited<ReturnType<typeof startServices>>

beforeAll(async () => {
  services = await startServices()
  Object.assign(process.env, services.environment)
  return () => services.close()
})

/** Opens the page with the components of the documentation. */
async function openReference() {
  const { page, complaints } = await open('reference')
  // A press before the page has taken over does nothing.
  await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#__nuxt') ?? {}))
  return { page, complaints, card: (name: string) => page.getByRole('region', { name, exact: true }) }
}

test('every component of the documentation runs in Nuxt word for word, from the file that is compared with it', async () => {
  const { page, complaints, card } = await openReference()
  const names = readdirSync(new URL('../../vue/src/reference', import.meta.url))
  expect(names).toHaveLength(6)
  for (const name of names) await card(name.replace('.vue', '')).waitFor()

  await card('SendEmail').getByRole('button', { name: 'Send Email' }).click()
  await card('SendEmail').getByText('Email sent!').waitFor()
  expect(services.email.received.at(-1)).toMatchObject({ to: 'user@example.com', subject: 'Welcome!' })

  await card('GenerateReport').getByRole('button', { name: 'Generate Report' }).click()
  await card('GenerateReport').getByRole('link', { name: 'Download' }).waitFor()

  await card('GenerateImage').getByPlaceholder('Describe an image...').fill('A lighthouse')
  await card('GenerateImage').getByRole('button', { name: 'Generate' }).click()
  await card('GenerateImage').getByRole('img', { name: 'Generated image' }).waitFor()

  const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('one two\nthree\n') }
  await card('ProcessFile').locator('input').setInputFiles(notes)
  await card('ProcessFile').getByText('Processed! Result:').waitFor()

  await card('Purchase').getByRole('button', { name: 'Purchase' }).click()
  await card('Purchase').getByText('Order saved!').waitFor()
  expect(services.payment.charges).toMatchObject([{ amount: 2800, token: 'tok_visa' }])

  await card('Checkout').getByRole('button', { name: 'Checkout' }).click()
  await page.waitForURL(`${services.payment.url}/pay/**`)
  expect(complaints).toEqual([])
})

test('the server renders the components of the documentation idle, and the browser takes them over as they are', async () => {
  const { page: sent } = await open('reference', { javaScriptEnabled: false })
  const { page, complaints } = await openReference()
  expect(await page.locator('#app').innerHTML()).toBe(await sent.locator('#app').innerHTML())
  expect(complaints).toEqual([])
})

test('a component of the documentation shows the server’s own words', async () => {
  services.email.behave({ refuse: 'This address bounced before.' })
  const { card } = await openReference()
  await card('SendEmail').getByRole('button', { name: 'Send Email' }).click()
  await card('SendEmail').getByText('This address bounced before.', { exact: true }).waitFor()
  services.email.behave()
})

test('the same build calls another deployment when its server starts with another URL', async () => {
  const other = await createLocalBackend({
    modules: await loadModules(functionsFolder),
    components: await loadComponents(functionsFolder),
  })
  const runs = backend().runs('reports:generate')
  const { page, complaints } = await openAnew(other.url)
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: 'Generate report' }).click()
      return other.runs('reports:generate')
    })
    .toBe(1)
  await page.getByText('The report is ready: 31 days.').waitFor()
  expect(backend().runs('reports:generate')).toBe(runs)
  expect(complaints).toEqual([])
  await other.close()
})

test('without a URL the page says what to set, and where', async () => {
  const { page } = await openAnew()
  await page.getByText('There is no URL of a Convex deployment.').waitFor()
  for (const text of [
    'Set the environment variable NUXT_PUBLIC_CONVEX_URL where the server starts',
    'in development, in the file .env',
    'or set convex.url in nuxt.config.ts',
  ])
    await page.getByText(text).waitFor()
})
