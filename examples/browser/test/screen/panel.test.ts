import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { listen, openCard, shows } from '../screen.js'

onEachScreen((example) => {
  test('the panel cuts the connection and makes the server slow; a page loaded anew finds it undisturbed', async () => {
    const { faults } = example.backend
    const { page, card: connection } = await openCard(example, 'Connection')
    const heard = await listen(connection)
    await connection.getByRole('button', { name: 'Cut it once' }).click()
    await expect.poll(() => heard.jsonValue()).toEqual(['Not connected', 'Connected'])
    const slow = connection.getByLabel('Answers take three seconds')
    await slow.check()
    await expect.poll(() => faults.answerDelay).toBe(3000)
    await slow.uncheck()
    await expect.poll(() => faults.answerDelay).toBe(0)
    await slow.check()
    await expect.poll(() => faults.answerDelay).toBe(3000)
    await page.reload()
    await expect.poll(() => faults.answerDelay).toBe(0)
    await shows(connection, 'Connected')
    expect(await slow.isChecked()).toBe(false)
  })
})
