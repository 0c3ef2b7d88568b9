import { expect, test } from 'vitest'
import { startExample } from '../../example.js'
import { killByAnswer, listen, openCard, says, tells } from '../screen.js'

const example = startExample('vue')

test('a payment cut off while the card is being charged waits for that charge, and makes no other', async () => {
  const { backend, services } = example
  services.payment.behave({ delay: 2000 })
  const { card: payment, button } = await openCard(example, 'Pay')
  const heard = await listen(payment)
  await button.click()
  await expect.poll(() => services.payment.received.length).toBe(1)
  backend.faults.kill()
  expect(services.payment.charges).toHaveLength(0)
  await tells(payment, 'Paid $42.00.')
  expect(await heard.jsonValue()).toContain('Checking what happened…')
  await says(payment, 'attempt', '1')
  expect(services.payment.received).toHaveLength(1)
  expect(services.payment.charges).toHaveLength(1)
})

test('a payment that is declined while the connection is lost says so, and nothing of trying again', async () => {
  const { backend, services } = example
  killByAnswer(backend, 1)
  services.payment.behave({ refuse: 'Your card was declined.' })
  const { card: payment, button } = await openCard(example, 'Pay')
  await button.click()
  await tells(payment, 'Your card was declined.')
  await says(payment, 'attempt', '1')
  await says(payment, 'error.delivery', 'responded')
  expect(await payment.getByText('You can safely try again').count()).toBe(0)
  expect(services.payment.received).toHaveLength(1)
})

test('a question that is lost, or its answer, is asked again: the page knows that the card was charged', async () => {
  const { backend, services } = example
  const { faults } = backend
  killByAnswer(backend, 1)
  faults.on(({ udfPath }, direction) => direction === 'in' && udfPath === 'calls:settle', 'kill', {
    times: 1,
  })
  faults.on(({ type }, direction) => direction === 'out' && type === 'MutationResponse', 'kill', { times: 1 })
  const { card: payment, button } = await openCard(example, 'Pay')
  await button.click()
  await tells(payment, 'Paid $42.00.')
  await says(payment, 'attempt', '1')
  expect(services.payment.charges).toHaveLength(1)
})
