import { createFakeClient } from '@convex-action/core/testing'
import { expect } from 'vitest'
import { api } from '../api.js'
import type { Options } from '../harness.js'
import { open } from '../page.js'
import type { Case } from './case.js'

export const options: Case[] = [
  {
    name: 'a missing client is an error at setup that says what to do',
    isLoud: true,
    async run(harness) {
      await expect(harness.mount({})).rejects.toThrow(harness.missingClient)
    },
  },
  {
    name: 'the client in the options wins over the provided client, which may be missing',
    async run(harness) {
      const own = createFakeClient()
      const page = await open(harness, { options: { client: own } })
      await page.send('ada')
      const alone = await harness.mount({ options: { client: own } })
      await harness.act(async () => void alone.rendered().execute({ to: 'bob' }))
      await alone.unmount()
      expect(page.sent()).toEqual([])
      expect(own.calls(api.emails.send).map(({ args }) => args)).toEqual([{ to: 'ada' }, { to: 'bob' }])
    },
  },
  {
    name: 'an option that is unknown, out of range or lacks a required option is an error at setup that names it',
    isLoud: true,
    async run(harness) {
      // Mistakes that JavaScript code can make.
      for (const [wrong, message] of [
        [{ concurency: 'drop' }, 'Unknown option "concurency"'],
        [{ timeout: 0 }, 'Option "timeout" takes milliseconds'],
        [{ progress: api.emails.sent }, 'Option "progress" needs option "callId"'],
        [null, 'Options must be an object'],
      ] as [Options, string][])
        await expect(open(harness, { options: wrong })).rejects.toThrow(message)
    },
  },
  {
    name: 'changed options apply to the next execution',
    async run(harness) {
      const page = await open(harness, { options: { concurrency: 'parallel' } })
      await page.send('ada', 'bob')
      await page.update({ options: { concurrency: 'drop' } })
      const [cleo] = await page.send('cleo')
      await expect(cleo).rejects.toMatchObject({ kind: 'dropped' })
      expect(page.sent()).toEqual(['ada', 'bob'])
    },
  },
  {
    name: 'an option that changes to an invalid value is named by the next execution at the latest, and nothing is sent',
    isLoud: true,
    async run(harness) {
      const page = await open(harness, { options: { timeout: 1000 } })
      const { execute } = page.rendered()
      const next = async () => {
        await page.update({ options: { timeout: -1 } })
        await page.act(() => execute({ to: 'ada' }))
      }
      await expect(next()).rejects.toThrow('Option "timeout" takes milliseconds')
      expect(page.sent()).toEqual([])
    },
  },
  {
    name: 'options changed in place apply to the next execution, and do not affect a running execution',
    async run(harness) {
      const options: Options = { concurrency: 'queue' }
      const page = await open(harness, { options })
      const [, bob] = await page.send('ada', 'bob')
      options.concurrency = 'drop'
      const [cleo] = await page.send('cleo')
      await expect(cleo).rejects.toMatchObject({ kind: 'dropped' })
      await page.answer('ada', 'm1')
      expect(page.sent()).toEqual(['ada', 'bob'])
      await page.answer('bob', 'm2')
      expect(await bob).toEqual({ messageId: 'm2' })
    },
  },
  {
    name: 'an option changed in place to an invalid value is named at the next execution',
    isLoud: true,
    async run(harness) {
      const options: Options = { timeout: 1000 }
      const page = await open(harness, { options })
      options.timeout = -1
      expect(() => page.rendered().execute({ to: 'ada' })).toThrow('Option "timeout" takes milliseconds')
      expect(page.sent()).toEqual([])
    },
  },
]
