import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { startExample } from './setup.js'

const example = startExample()

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')
const withoutSpace = (text: string) => text.replace(/\s+/g, '')

async function openReference(name: 'Send Email' | 'Generate Report') {
  const { page, complaints } = await example.open()
  await page.getByText('Connected', { exact: true }).waitFor()
  return { page, complaints, card: page.getByRole('region', { name, exact: true }) }
}

const isAnswer = (message: { type: string }, direction: string) =>
  direction === 'out' && message.type === 'ActionResponse'

test.each(['SendEmail', 'GenerateReport'])('%s is the text of the documentation', async (name) => {
  const source = await read(`../src/reference/${name}.vue`)
  expect(withoutSpace(source)).toBe(withoutSpace(await read(`reference/${name}.txt`)))
})

test('Send Email disables its button while it sends, then tells that it is sent', async () => {
  example.backend.faults.on(isAnswer, { delay: 1000 })
  const { card, complaints } = await openReference('Send Email')
  await card.getByRole('button', { name: 'Send Email' }).click()
  const sending = card.getByRole('button', { name: 'Sending...' })
  await sending.waitFor()
  expect(await sending.isDisabled()).toBe(true)
  await card.getByText('Email sent!').waitFor()
  expect(await card.getByRole('button', { name: 'Send Email' }).isEnabled()).toBe(true)
  expect(example.services.email.received).toEqual([
    { to: 'user@example.com', subject: 'Welcome!', body: 'Thanks for signing up.' },
  ])
  expect(complaints).toEqual([])
})

test('Send Email shows the words of the server', async () => {
  const { card } = await openReference('Send Email')
  example.services.email.behave({ refuse: 'This address bounced before.' })
  await card.getByRole('button').click()
  await card.getByText('This address bounced before.', { exact: true }).waitFor()
  expect(await card.getByText('Email sent!').count()).toBe(0)
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

test('a double click sends one e-mail', async () => {
  example.backend.faults.on(isAnswer, { delay: 1000 })
  const { card } = await openReference('Send Email')
  await card.getByRole('button').dblclick()
  await card.getByText('Email sent!').waitFor()
  expect(example.backend.wire.requests('emails:send')).toHaveLength(1)
})

test('Generate Report leads to a file, and back to the start', async () => {
  example.backend.faults.on(isAnswer, { delay: 1000 })
  const { card, complaints } = await openReference('Generate Report')
  await card.getByRole('button', { name: 'Generate Report' }).click()
  await card.getByText('Generating report...').waitFor()
  await card.getByText('Report ready!').waitFor()
  const url = await card.getByRole('link', { name: 'Download' }).getAttribute('href')
  expect((await (await fetch(url ?? '')).text()).trimEnd().split('\n')).toHaveLength(32)
  await card.getByRole('button', { name: 'Generate Another' }).click()
  await card.getByRole('button', { name: 'Generate Report' }).waitFor()
  expect(complaints).toEqual([])
})

test('Generate Report tells of a cut connection, and can be tried again', async () => {
  const release = example.backend.faults.on(isAnswer, 'drop')
  const { card, complaints } = await openReference('Generate Report')
  await card.getByRole('button', { name: 'Generate Report' }).click()
  await example.backend.wire.waitFor(({ message }) => message.type === 'Action')
  example.backend.faults.kill()
  await card
    .getByText('Failed: The connection was lost. It may have gone through all the same.', { exact: true })
    .waitFor()
  release()
  await card.getByRole('button', { name: 'Try Again' }).click()
  await card.getByRole('button', { name: 'Generate Report' }).click()
  await card.getByText('Report ready!').waitFor()
  // The client tells of its socket, and nobody of anything else.
  expect(complaints.filter((text) => !/WebSocket/.test(text))).toEqual([])
})
