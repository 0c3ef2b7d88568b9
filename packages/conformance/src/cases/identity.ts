import { expect, vi } from 'vitest'
import { open } from '../page.js'
import type { Case } from './case.js'

const needs = 'notices the user'

export const identity: Case[] = [
  {
    name: 'when another user signs in, result, error and arguments of the former leave the page at once',
    needs,
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada' } })
      await page.send('bob')
      await page.answer('bob', 'm1')
      await page.send('cleo')
      await page.refuse('cleo')
      expect(page.text()).toBe('error, m1, server')
      await page.update({ user: 'eve' })
      expect(page.text()).toBe('idle')
      expect(page.rendered()).toMatchObject({ data: undefined, error: null, args: undefined })
    },
  },
  {
    name: 'a user whom an option names is watched as one whom the provider names',
    needs,
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada' }, options: { identity: () => 'session-1' } })
      await page.send('bob')
      await page.answer('bob', 'm1')
      await page.update({ user: 'eve' })
      expect(page.text()).toBe('success, m1')
      await page.update({ options: { identity: () => 'session-2' } })
      expect(page.text()).toBe('idle')
    },
  },
  {
    name: 'what waits when another user signs in is never sent',
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada' } })
      await page.lose()
      const [promise] = await page.send('bob')
      await page.update({ user: 'eve' })
      await expect(promise).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
      await page.connect()
      expect(page.sent()).toEqual([])
    },
  },
  {
    name: 'a user who signs out is told that the user changed',
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada' } })
      await page.lose()
      const [promise] = await page.send('bob')
      await page.update({ user: undefined })
      await expect(promise).rejects.toThrow('The signed-in user changed. Nothing happened.')
    },
  },
  {
    name: 'what comes in for the former user is kept from the next one, and from callbacks of success',
    async run(harness) {
      const onSuccess = vi.fn()
      const page = await open(harness, { given: { user: 'ada' }, options: { onSuccess } })
      const [promise] = await page.send('bob')
      await page.update({ user: 'eve' })
      await page.answer('bob', 'm1')
      await expect(promise).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
      expect(page.text()).toBe('idle')
      expect(onSuccess).not.toHaveBeenCalled()
    },
  },
  {
    name: 'the newest options say who the user is: what comes in late for the former one takes nothing from the next',
    async run(harness) {
      const page = await open(harness, { options: { identity: () => 'ada' } })
      const [ofAda] = await page.send('bob')
      await page.update({ options: { identity: () => 'eve' } })
      const [ofEve] = await page.send('cleo')
      await page.answer('bob', 'of ada')
      await expect(ofAda).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'responded' })
      expect(page.text()).toBe('running')
      await page.answer('cleo', 'of eve')
      expect(await ofEve).toEqual({ messageId: 'of eve' })
      expect(page.text()).toBe('success, of eve')
    },
  },
  {
    name: 'the newest options say who the user is, also where nobody else does: a result of the former one is not shown',
    async run(harness) {
      const page = await open(harness, { options: { identity: () => 'ada' } })
      const [promise] = await page.send('bob')
      await page.update({ options: { identity: () => 'eve' } })
      await page.answer('bob', 'of ada')
      await expect(promise).rejects.toMatchObject({ kind: 'identity-changed' })
      expect(page.text()).toBe('idle')
    },
  },
  {
    name: 'with drop, what still runs for the former user does not refuse the next one',
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada' }, options: { concurrency: 'drop' } })
      await page.send('bob')
      await page.update({ user: 'eve' })
      const [promise] = await page.send('cleo')
      expect(page.text()).toBe('running')
      await page.answer('cleo', 'm2')
      expect(await promise).toEqual({ messageId: 'm2' })
    },
  },
  {
    name: 'with queue, the next user does not wait behind what still runs for the former one',
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada' }, options: { concurrency: 'queue' } })
      await page.send('bob')
      await page.update({ user: 'eve' })
      await page.send('cleo')
      expect(page.sent()).toEqual(['bob', 'cleo'])
      expect(page.rendered()).toMatchObject({ phase: 'running', inFlight: 1, args: { to: 'cleo' } })
    },
  },
  {
    name: 'a user who stays the same loses nothing when the component renders again',
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada' } })
      await page.send('bob')
      await page.answer('bob', 'm1')
      await page.update({ user: 'ada', options: {} })
      expect(page.text()).toBe('success, m1')
    },
  },
  {
    name: 'who knows that the user changed can say so',
    async run(harness) {
      let user = 'ada'
      const page = await open(harness, { options: { identity: () => user } })
      await page.send('bob')
      user = 'eve'
      expect(page.text()).toBe('running')
      await page.act(page.rendered().identify)
      expect(page.text()).toBe('idle')
    },
  },
]
