import { expect, test } from 'vitest'
import type { CallOutcome } from '../src/index.js'
import { about, ada, api, bob, call, isProblem, rowsOf, service, start } from './setup.js'

const sequences = 200
const steps = 14
const secrets = ['try-1', 'try-2', 'try-3', 'try-4']

/** Mulberry32: numbers from 0 up to 1 that depend on the seed only. */
function randomFrom(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

test('at random: requests and questions that cross never lead to a second effect, a false "never" or a false success', {
  timeout: 60_000,
}, async () => {
  const ends: Record<string, number> = {}
  for (let seed = 1; seed <= sequences; seed++) {
    const random = randomFrom(seed)
    const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T
    const app = start()
    const t = random() < 0.5 ? app : app.withIdentity(ada)
    service.charges = []
    service.before = async () => {
      if (random() < 0.3) throw new Error('before the effect')
      if (random() < 0.5) await new Promise((resolve) => setTimeout(resolve, random() * 4))
    }
    const sealed = new Set<string>()
    const wrong: string[] = []
    const judge = (answer: CallOutcome, tries: string[], charged: number) => {
      ends[answer.state] = (ends[answer.state] ?? 0) + 1
      if (answer.state === 'finished' && service.charges.length === 0)
        wrong.push('a success that did not happen')
      if (answer.state !== 'never') return
      if (charged > 0) wrong.push('"never" after the effect')
      for (const secret of tries) sealed.add(secret)
    }
    const run = async () => {
      const secret = pick(secrets)
      const wasSealed = sealed.has(secret)
      const answer = await t.action(api.payments.charge, { amount: 1, call: call(secret) }).then(
        () => 'answered',
        (error: unknown) => (isProblem(error, 'sealed') ? 'sealed' : 'failed'),
      )
      if (wasSealed && answer !== 'sealed') wrong.push(`${secret} was sealed, and ${answer}`)
      if (answer === 'answered' && service.charges.length === 0) wrong.push('an answer without an effect')
    }
    const ask = async () => {
      const tries = [...new Set([pick(secrets), pick(secrets)])]
      if (random() < 0.2) {
        // A question of another user seals tries too, but never learns about a call.
        const { state } = await app.withIdentity(bob).mutation(api.calls.settle, about(tries))
        if (state === 'never') for (const secret of tries) sealed.add(secret)
        else if (state !== 'unknown') wrong.push(`another user was told ${state}`)
        return
      }
      const charged = service.charges.length
      judge(await t.mutation(api.calls.settle, about(tries)), tries, charged)
    }
    const under: Promise<void>[] = []
    for (let step = 0; step < steps; step++) {
      const going = random() < 0.55 ? run() : ask()
      under.push(going)
      if (random() < 0.6) await going
    }
    await Promise.all(under)
    if (service.charges.length > 1) wrong.push(`${service.charges.length} effects`)
    for (const row of await rowsOf(t)) {
      if (row.state !== 'sealed' && sealed.has(row.try))
        wrong.push(`${row.try} was sealed, and is ${row.state}`)
    }
    expect(wrong, `seed ${seed}`).toEqual([])
  }
  // Each answer occurred, so each was judged. Whether a question meets a call that runs depends on the machine:
  // rules.test.ts asks while a call runs.
  expect(Object.keys(ends)).toEqual(expect.arrayContaining(['failed', 'finished', 'never', 'unknown']))
})
