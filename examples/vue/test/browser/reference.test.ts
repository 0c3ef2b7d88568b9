import { api } from '@convex-action/example-backend/api'
import { holdAnswers, isAnswer, keepAnswer, objections, startExample } from '@convex-action/example-browser'
import { expect, test } from 'vitest'

const example = startExample('vue', 'reference.html')

async function openReference(name: string) {
  const { page, complaints } = await example.open()
  await page.getByText('Connected', { exact: true }).waitFor()
  return { page, complaints, card: page.getByRole('region', { name, exact: true }) }
}

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })

test('everybody can read the components of the documentation, on a phone too', async () => {
  const { page, complaints } = await example.open({ viewport: { width: 390, height: 844 } })
  await page.getByText('Connected', { exact: true }).waitFor()
  expect(await objections(page)).toEqual([])
  await page.getByPlaceholder('Describe an image...').fill('A lighthouse')
  for (const name of ['Send Email', 'Generate Report', 'Generate', 'Purchase']) {
    await page.getByRole('button', { name, exact: true }).click()
  }
  await page.getByLabel('File', { exact: true }).setInputFiles(file('notes.txt', 'one'))
  await page.getByRole('img', { name: 'Generated image' }).waitFor()
  for (const text of ['Email sent!', 'Report ready!', 'Processed! Result:', 'Order saved!']) {
    await page.getByText(text).waitFor()
  }
  expect(await objections(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('Send Email disables its button while it sends, sends once, and shows the words of the server', async () => {
  const { backend, services } = example
  const { card, complaints } = await openReference('Send Email')
  services.email.behave({ refuse: 'This address bounced before.' })
  await card.getByRole('button').click()
  await card.getByText('This address bounced before.', { exact: true }).waitFor()
  expect(await card.getByText('Email sent!').count()).toBe(0)

  services.email.behave()
  const deliver = keepAnswer(backend)
  await card.getByRole('button', { name: 'Send Email' }).dblclick()
  const sending = card.getByRole('button', { name: 'Sending...' })
  await sending.waitFor()
  expect(await sending.isDisabled()).toBe(true)
  await deliver()
  await card.getByText('Email sent!').waitFor()
  expect(await card.getByRole('button', { name: 'Send Email' }).isEnabled()).toBe(true)
  expect(backend.wire.requests('emails:send')).toHaveLength(2)
  expect(services.email.received.at(-1)).toEqual({
    to: 'user@example.com',
    subject: 'Welcome!',
    body: 'Thanks for signing up.',
  })
  expect(complaints).toEqual([])
})

test('two clicks before the button is disabled send two e-mails, and the page shows the newer', async () => {
  const { backend, services } = example
  const { card } = await openReference('Send Email')
  services.email.behave({ refuse: 'This address bounced before.' })
  // Only the answer to the second one arrives.
  backend.faults.on((message, direction) => isAnswer(message, direction) && message.requestId === 0, 'drop')
  await card.getByRole('button').evaluate((button: HTMLButtonElement) => {
    button.click()
    button.click()
  })
  await card.getByText('This address bounced before.').waitFor()
  expect(backend.wire.requests('emails:send').map(({ message }) => message.requestId)).toEqual([0, 1])
})

test('Generate Report leads to a file and back to the start, tells of a cut connection, and can be tried again', async () => {
  const { backend } = example
  const deliver = keepAnswer(backend)
  const { card, complaints } = await openReference('Generate Report')
  const generate = card.getByRole('button', { name: 'Generate Report' })
  await generate.click()
  await card.getByText('Generating report...').waitFor()
  await deliver()
  await card.getByText('Report ready!').waitFor()
  const url = await card.getByRole('link', { name: 'Download' }).getAttribute('href')
  expect((await (await fetch(url ?? '')).text()).trimEnd().split('\n')).toHaveLength(32)
  await card.getByRole('button', { name: 'Generate Another' }).click()
  expect(complaints).toEqual([])

  const release = holdAnswers(backend)
  await generate.click()
  await expect.poll(() => backend.wire.requests('reports:generate').length).toBe(2)
  backend.faults.kill()
  await card
    .getByText(
      'Failed: The connection was lost. This may have gone through, or may still go through. Check before you try again.',
      { exact: true },
    )
    .waitFor()
  release()
  await card.getByRole('button', { name: 'Try Again' }).click()
  await generate.click()
  await card.getByText('Report ready!').waitFor()
  // The client tells of its socket, and nobody of anything else.
  expect(complaints.filter((text) => !/WebSocket/.test(text))).toEqual([])
})

test('Generate Image shows no picture of a prompt that is refused, and the picture of the next', async () => {
  const { services, backend } = example
  services.image.behave({ refuse: true })
  const { card, complaints } = await openReference('Generate Image')
  const button = card.getByRole('button')
  await button.click()
  await backend.wire.waitFor(({ message }) => message.type === 'ActionResponse')
  await card.getByRole('button', { name: 'Generate', exact: true }).waitFor()
  expect(await button.isEnabled()).toBe(true)
  expect(await card.getByRole('img').count()).toBe(0)

  services.image.behave()
  await card.getByPlaceholder('Describe an image...').fill('A lighthouse')
  await button.click()
  const picture = card.getByRole('img', { name: 'Generated image' })
  await picture.waitFor()
  const width = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode()
    return image.naturalWidth
  })
  expect(width).toBe(512)
  expect(services.image.received.at(-1)).toEqual({ prompt: 'A lighthouse' })
  expect(complaints).toEqual([])
})

test('Process File shows no result of a file that is refused, and what it found in the next', async () => {
  const { card, complaints } = await openReference('Process File')
  await card.locator('input').setInputFiles(file('empty.txt', ''))
  await example.backend.wire.waitFor(({ message }) => message.type === 'ActionResponse')
  await card.getByText('Processing file...').waitFor({ state: 'detached' })
  expect(await card.getByText('Processed!').count()).toBe(0)
  await card.locator('input').setInputFiles(file('notes.txt', 'one two\nthree\n'))
  await card.getByText('Processed! Result:').waitFor()
  expect(await card.textContent()).toMatch(/"fileName": "notes.txt".*"lines": 2.*"words": 3/s)
  expect(complaints).toEqual([])
})

test('Checkout stays where it is when the payment service refuses, and leads to its page when it does not', async () => {
  const { services } = example
  services.payment.behave({ refuse: true })
  const { page, card, complaints } = await openReference('Checkout')
  const url = page.url()
  await card.getByRole('button').click()
  await card.getByText('Your account cannot take payments yet.', { exact: true }).waitFor()
  expect(page.url()).toBe(url)

  services.payment.behave()
  await card.getByRole('button', { name: 'Checkout' }).click()
  await page.waitForURL(`${services.payment.url}/pay/**`)
  await page.getByRole('button', { name: 'Pay $42.00' }).click()
  await page.waitForURL(`${new URL(url).origin}/success`)
  expect(services.payment.charges).toMatchObject([{ amount: 4200 }])
  expect(complaints).toEqual([])
})

test('Purchase saves no order when the card is declined, and one when it is charged', async () => {
  const { backend, services } = example
  services.payment.behave({ refuse: true })
  const { card, complaints } = await openReference('Purchase')
  await card.getByRole('button').click()
  await card.getByText('Your card was declined.', { exact: true }).waitFor()
  expect(backend.wire.requests('orders:create')).toEqual([])

  services.payment.behave()
  await card.getByRole('button', { name: 'Purchase' }).click()
  await card.getByText('Order saved!').waitFor()
  expect(await card.getByText('Your card was declined.').count()).toBe(0)
  expect(services.payment.charges).toMatchObject([{ amount: 2800, token: 'tok_visa' }])
  const [order] = await backend.query(api.orders.listPaid, {})
  expect(order).toMatchObject({ amount: 2800, transactionId: services.payment.charges[0]?.id })
  expect(complaints).toEqual([])
})

test('after the browser’s Back every field shows what the page knows', async () => {
  const { page } = await openReference('Generate Image')
  const prompt = page.getByPlaceholder('Describe an image...')
  const before = await prompt.inputValue()
  await prompt.fill('A lighthouse')
  await page.goto('about:blank')
  await page.goBack()
  await page.getByText('Connected', { exact: true }).waitFor()
  expect(await prompt.inputValue()).toBe(before)
})
