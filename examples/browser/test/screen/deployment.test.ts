import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { card as find, openCard, tells } from '../screen.js'

onEachScreen((example) => {
  test('on a real deployment nothing can be disturbed and nobody signs in, and the page says so', async () => {
    const { page, card: connection } = await openCard(example, 'Connection', { isLocal: false })
    await connection.getByText('This page cannot disturb its deployment').waitFor()
    expect(await connection.getByRole('button').count()).toBe(0)
    expect(await connection.getByRole('checkbox').count()).toBe(0)
    await page.getByRole('button', { name: 'Pay', exact: true }).click()
    await tells(find(page, 'Pay'), 'Paid $42.00.')
    expect(await page.getByText('The payment service was asked').count()).toBe(0)

    const identity = find(page, 'Ask who I am')
    await identity.getByText('To sign in, start npm run demo.').waitFor()
    expect(await identity.getByRole('button').allTextContents()).toEqual(
      ['Ask', 'Show the code'].map((text) => expect.stringContaining(text)),
    )
    await identity.getByRole('button', { name: 'Ask' }).click()
    await tells(identity, 'Sign in first.')
  })
})
