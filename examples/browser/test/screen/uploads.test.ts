import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { checkCards, card as find, hasFocus, holdAnswers, listen, openCard, shows, tells } from '../screen.js'

const text = (name: string, content = 'One two three\n') => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
})

onEachScreen((example) => {
  test('files are uploaded two at a time; each tells how far it is, is canceled and tried again, alone and with all', async () => {
    const { backend } = example
    const { page, card, complaints } = await openCard(example, 'Upload files')
    const heard = await listen(card)
    const row = (name: string) => card.getByRole('listitem').filter({ hasText: name })
    const button = (name: string) => card.getByRole('button', { name, exact: true })
    const uploads = () => backend.wire.requests('files:upload').length
    const working = page.getByRole('progressbar', { name: 'Working' })
    expect(await working.count()).toBe(0)

    const release = holdAnswers(backend)
    await card
      .getByLabel('Text files')
      .setInputFiles([text('a.txt'), text('b.txt'), text('c.txt'), text('empty.txt', '')])
    await button('Upload').press('Enter')
    for (const name of ['a.txt', 'b.txt']) {
      await shows(row(name), 'Storing')
      const bar = row(name).getByRole('progressbar', { name: `${name} is done` })
      expect([await bar.getAttribute('value'), await bar.getAttribute('max')]).toEqual(['2', '3'])
    }
    for (const name of ['c.txt', 'empty.txt']) await shows(row(name), 'Waiting')
    expect(uploads()).toBe(2)
    await working.waitFor()
    await tells(card, '0 of 4 files uploaded.')
    await checkCards(page, example, 'uploading')

    await button('Cancel: b.txt').press('Enter')
    await shows(row('b.txt'), 'Canceled')
    expect(await hasFocus(button('Try again: b.txt'))).toBe(true)
    await shows(row('c.txt'), 'Storing')
    expect(uploads()).toBe(3)
    await button('Cancel all').press('Enter')
    for (const name of ['a.txt', 'b.txt', 'c.txt', 'empty.txt']) await shows(row(name), 'Canceled')
    await tells(card, '0 of 4 files uploaded.')
    expect(uploads()).toBe(3)
    await working.waitFor({ state: 'hidden' })

    release()
    await button('Try again: b.txt').press('Enter')
    await shows(row('b.txt'), 'Uploaded: 3 words')
    expect(await hasFocus(button('Remove: b.txt'))).toBe(true)
    await button('Try all again').press('Enter')
    await tells(card, '3 of 4 files uploaded. 1 failed.')
    await shows(row('empty.txt'), '“empty.txt” is empty.')
    expect(uploads()).toBe(7)
    await checkCards(page, example, 'uploaded')
    expect(await page.getByRole('button', { name: 'Dismiss' }).count()).toBe(0)

    await button('Remove: empty.txt').press('Enter')
    await tells(card, '3 of 3 files uploaded.')
    expect(await hasFocus(card.getByLabel('Text files'))).toBe(true)
    await button('Clear list').press('Enter')
    expect(await card.getByRole('listitem').count()).toBe(0)
    expect((await heard.jsonValue())[0]).toBe('0 of 4 files uploaded.')
    expect(complaints).toEqual([])
  })

  test('a failure that no card tells of is told once, in a message that the keyboard takes away', async () => {
    const { page, card: email, button } = await openCard(example, 'Send an e-mail')
    const messages = find(page, 'Messages')
    const heard = await listen(messages)
    const dismiss = messages.getByRole('button', { name: 'Dismiss' })
    await email.getByLabel('To').fill('ada@example')
    await button.press('Enter')
    await tells(email, '“ada@example” is not an e-mail address.')
    expect(await dismiss.count()).toBe(0)

    const connection = find(page, 'Connection')
    await connection.getByLabel('Keep it cut').check()
    await shows(connection, 'Not connected')
    await email.getByLabel('To').fill('ada@example.com')
    await button.press('Enter')
    await find(page, 'Look up the weather').locator('[type=submit]').press('Enter')
    await find(page, 'Ask who I am').getByRole('button', { name: 'Sign in as Ada' }).click()
    await dismiss.waitFor()
    expect(await messages.textContent()).toContain('The signed-in user changed. Nothing happened.')
    expect(await dismiss.count()).toBe(1)
    expect(example.services.email.received).toEqual([])
    await checkCards(page, example, 'message')

    await dismiss.press('Enter')
    expect(await dismiss.count()).toBe(0)
    expect(await hasFocus(messages.locator('[aria-live]'))).toBe(true)
    expect(await heard.jsonValue()).toHaveLength(1)
  })
})
