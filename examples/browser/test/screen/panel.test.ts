import { expect, test } from 'vitest'
import { onEachScreen } from '../../example.js'
import { listen, openCard } from '../screen.js'

onEachScreen((example) => {
  const openPanel = () => openCard(example, 'Connection')

  test('the panel cuts the connection once, and it comes back', async () => {
    const { card: connection } = await openPanel()
    const heard = await listen(connection)
    await connection.getByRole('button', { name: 'Cut it once' }).click()
    await expect.poll(() => heard.jsonValue()).toEqual(['Not connected', 'Connected'])
  })

  test('the panel makes the server slow, until it is told otherwise', async () => {
    const { card: connection } = await openPanel()
    const slow = connection.getByLabel('Answers take three seconds')
    await slow.check()
    await expect.poll(() => example.backend.faults.answerDelay).toBe(3000)
    await slow.uncheck()
    await expect.poll(() => example.backend.faults.answerDelay).toBe(0)
  })

  test('the panel of a page that is loaded anew finds an undisturbed server', async () => {
    const { page, card: connection } = await openPanel()
    await connection.getByLabel('Answers take three seconds').check()
    await expect.poll(() => example.backend.faults.answerDelay).toBe(3000)
    await page.reload()
    await expect.poll(() => example.backend.faults.answerDelay).toBe(0)
  })
})
