import { expect, vi } from 'vitest'
import { open } from '../page.js'
import type { Case } from './case.js'

const needs = 'notices the user'

export const identity: Case[] = [
  {
    name: 'when another user signs in, the result, error and arguments of the previous user disappear at once',
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
    name: 'the user of the option identity is watched like the user of the provider',
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
    name: 'calls that wait when another user signs in are never sent',
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
    name: 'a late result of the previous user is not shown to the next user, and onSuccess is not called',
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
    name: 'the newest options decide who the user is: a late result of the previous user does not affect the next user',
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
    name: 'the newest options decide who the user is, even without any other source: a result of the previous user is not shown',
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
    name: 'with drop, a running execution of the previous user does not block the next user',
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
    name: 'with queue, the next user does not wait for a running execution of the previous user',
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
    name: 'if the user stays the same, rendering again loses nothing',
    async run(harness) {
      const page = await open(harness, { given: { user: 'ada' } })
      await page.send('bob')
      await page.answer('bob', 'm1')
      await page.update({ user: 'ada', options: {} })
      expect(page.text()).toBe('success, m1')
    },
  },
  {
    name: 'an unmounted component no longer asks who the user is',
    async run(harness) {
      const page = await open(harness, { options: { identity: () => 'ada' } })
      await page.leave()
      const identity = vi.fn(() => 'eve')
      await page.update({ options: { identity } })
      expect(identity).not.toHaveBeenCalled()
    },
  },
  {
    name: 'an app that knows of a new user can call identify',
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
