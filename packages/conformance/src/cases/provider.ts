import type { Messages } from '@convex-action/core'
import { expect, vi } from 'vitest'
import { open } from '../page.js'
import type { Case } from './case.js'

const german: Messages = ({ kind }) => (kind === 'canceled' ? 'Abgebrochen.' : undefined)
const french: Messages = ({ kind }) => (kind === 'canceled' ? 'Annulé.' : undefined)

export const provider: Case[] = [
  {
    name: 'the defaults of a provider apply where the component has no option, and each execution uses the newest defaults',
    async run(harness) {
      const page = await open(harness, { given: { defaults: { concurrency: 'drop' } } })
      const [, bob] = await page.send('ada', 'bob')
      await expect(bob).rejects.toMatchObject({ kind: 'dropped' })
      await page.update({ defaults: { concurrency: 'parallel' } })
      await page.send('cleo')
      expect(page.sent()).toEqual(['ada', 'cleo'])
    },
  },
  {
    name: 'a component’s own option wins over the default, and null switches the default off',
    async run(harness) {
      vi.useFakeTimers()
      const page = await open(harness, {
        given: { defaults: { timeout: 10, concurrency: 'drop' } },
        options: { timeout: null, concurrency: 'parallel' },
      })
      await page.send('ada', 'bob')
      await page.wait(10)
      expect(page.text()).toBe('running, 2 in flight')
      await page.update({ options: {} })
      await page.answer('ada', 'm1')
      await page.answer('bob', 'm2')
      await page.send('cleo')
      await page.wait(10)
      expect(page.text()).toBe('error, m2, timeout')
    },
  },
  {
    name: 'errors use the language that is set when they happen',
    async run(harness) {
      const page = await open(harness, { given: { messages: german } })
      const spoken: string[] = []
      for (const messages of [german, french]) {
        await page.update({ messages })
        const [promise] = await page.send('ada')
        await page.act(page.rendered().cancel)
        await promise?.catch(({ message }) => spoken.push(message))
      }
      expect(spoken).toEqual(['Abgebrochen.', 'Annulé.'])
    },
  },
  {
    name: 'a provider for a part of an app changes what it sets, and the rest stays as in the app',
    async run(harness) {
      const page = await open(harness, {
        given: { user: 'ada', ready: false, messages: german, defaults: { concurrency: 'drop' } },
        part: { messages: french },
      })
      const [promise, dropped] = await page.send('bob', 'cleo')
      await expect(dropped).rejects.toMatchObject({ kind: 'dropped' })
      expect(page.text()).toBe('queued')
      await page.act(page.rendered().cancel)
      await expect(promise).rejects.toThrow('Annulé.')
      await page.send('dora')
      await page.update({ ready: true })
      expect(page.sent()).toEqual(['dora'])
    },
  },
]
