import { expect } from 'vitest'
import { open } from '../page.js'
import type { Case } from './case.js'

export const ready: Case[] = [
  {
    name: 'a call before sign-in is complete is queued, and is sent once, as the first user',
    async run(harness) {
      const page = await open(harness, { given: { user: undefined, ready: false } })
      const [promise] = await page.send('bob')
      expect(page.text()).toBe('queued')
      expect(page.sent()).toEqual([])
      await page.update({ user: 'ada', ready: true })
      expect(page.text()).toBe('running')
      expect(page.sent()).toEqual(['bob'])
      await page.answer('bob', 'm1')
      expect(await promise).toEqual({ messageId: 'm1' })
      expect(page.text()).toBe('success, m1')
    },
  },
  {
    name: 'the first user may be known before calls may be sent, and calls may be sent before the user is known',
    async run(harness) {
      const page = await open(harness, { given: { user: undefined, ready: false } })
      await page.send('bob')
      await page.update({ user: 'ada' })
      expect(page.text()).toBe('queued')
      await page.update({ ready: true })
      expect(page.text()).toBe('running')
      expect(page.sent()).toEqual(['bob'])
    },
  },
  {
    name: 'a call whose component is unmounted before sign-in is complete is still sent once',
    async run(harness) {
      const page = await open(harness, { given: { user: undefined, ready: false } })
      const [promise] = await page.send('bob')
      await page.leave()
      await page.update({ user: 'ada', ready: true })
      expect(page.sent()).toEqual(['bob'])
      await page.answer('bob', 'm1')
      expect(await promise).toEqual({ messageId: 'm1' })
    },
  },
  {
    name: 'calls wait while a token is refreshed, and a user who stays loses nothing',
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada', ready: true } })
      await page.send('bob')
      await page.answer('bob', 'm1')
      await page.update({ ready: false })
      await page.send('cleo')
      expect(page.text()).toBe('queued, m1')
      expect(page.sent()).toEqual(['bob'])
      await page.update({ ready: true })
      expect(page.text()).toBe('running, m1')
      expect(page.sent()).toEqual(['bob', 'cleo'])
    },
  },
  {
    name: 'calls that wait when the user signs out are never sent, even if their component is unmounted',
    async run(harness) {
      for (const isGone of [false, true]) {
        const page = await open(harness, { given: { user: 'ada', ready: false } })
        const [promise] = await page.send('bob')
        if (isGone) await page.leave()
        await page.update({ user: undefined })
        await expect(promise).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
        await page.update({ user: 'eve', ready: true })
        expect(page.sent()).toEqual([])
      }
    },
  },
  {
    name: 'a call after the first user has left does not belong to the next user',
    needs: 'notices the user',
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada', ready: true } })
      await page.update({ user: undefined, ready: false })
      const [promise] = await page.send('bob')
      await page.update({ user: 'eve', ready: true })
      expect(page.sent()).toEqual([])
      expect(page.text()).toBe('idle')
      await expect(promise).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
    },
  },
  {
    name: 'a user who came and went while no component was mounted counts: a later call is not for the next user',
    needs: 'notices the user',
    async run(harness) {
      const page = await open(harness, { given: { user: undefined, ready: false } })
      await page.leave()
      await page.update({ user: 'ada' })
      await page.update({ user: undefined })
      const [promise] = await page.send('bob')
      await page.update({ user: 'eve', ready: true })
      expect(page.sent()).toEqual([])
      await expect(promise).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
    },
  },
]
