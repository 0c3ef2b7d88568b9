import { expect, inject, test } from 'vitest'
import { startExample } from '../example.js'
import { objections } from '../objections.js'
import { card, holdAnswers, tells } from './screen.js'
import { screens } from './screens.js'

const example = startExample()

test.each(screens)(
  'everybody can read it, whatever it shows: $name',
  async ({ name, width, height, colorScheme }) => {
    const { page } = await example.open({ viewport: { width, height }, colorScheme })
    const { backend, services } = example
    const check = async (state: string) => {
      const path = `${import.meta.dirname}/screenshots/${name}, ${state}, ${inject('example')}.png`
      await page.screenshot({ path, fullPage: true })
      expect(await objections(page)).toEqual([])
    }
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    await page.getByText('Connected', { exact: true }).waitFor()
    await check('idle')

    const release = holdAnswers(backend)
    process.env.REPORT_STEP_MS = '1000'
    services.payment.behave({ refuse: true })
    for (const name of ['Send e-mail', 'Generate report', 'Pay']) await press(name)
    await page.getByText('Checking the totals').waitFor()
    await check('pending')

    backend.faults.refuse(true)
    backend.faults.kill()
    release()
    await tells(card(page, 'Pay'), 'Waiting for the connection. You pay as soon as it is back.')
    await check('cut')

    backend.faults.refuse(false)
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await tells(card(page, 'Pay'), 'Your card was declined.')
    await check('error')

    process.env.REPORT_STEP_MS = '5'
    services.payment.behave()
    await page.getByLabel('Dollars').fill('43')
    for (const name of ['Send e-mail', 'Pay', 'Try again']) await press(name)
    await tells(card(page, 'Generate a report'), 'The report for January is ready: 31 days.')
    await tells(card(page, 'Pay'), 'Paid $43.00.')
    await check('success')
  },
)
