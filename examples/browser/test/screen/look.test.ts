import type { Page } from 'playwright'
import { test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { checkCards, card as find, holdAnswers, openCard, tells } from '../screen.js'

onEachScreen((example) => {
  const check = (page: Page, state: string) => checkCards(page, example, state)

  test('everybody can read it, whatever it shows', async () => {
    const { page } = await openCard(example, 'Connection')
    const { backend, services } = example
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    await check(page, 'idle')

    const release = holdAnswers(backend)
    process.env.REPORT_STEP_MS = '1000'
    services.payment.behave({ refuse: true })
    for (const name of ['Send e-mail', 'Generate report', 'Pay']) await press(name)
    await page.getByText('Checking the totals').waitFor()
    await check(page, 'pending')

    backend.faults.refuse(true)
    backend.faults.kill()
    release()
    await tells(find(page, 'Pay'), 'Waiting for the connection, to ask what became of $42.00…')
    await check(page, 'cut')

    backend.faults.refuse(false)
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await tells(find(page, 'Pay'), 'Your card was declined.')
    await check(page, 'error')

    process.env.REPORT_STEP_MS = '5'
    services.payment.behave()
    await page.getByLabel('Dollars').fill('43')
    for (const name of ['Send e-mail', 'Pay', 'Try again']) await press(name)
    await tells(find(page, 'Generate a report'), 'The report for January is ready: 31 days.')
    await tells(find(page, 'Pay'), 'Paid $43.00.')
    await check(page, 'success')
  })
})
