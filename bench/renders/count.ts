import { createFakeClient } from '@convex-action/core/testing'
import { onTestFinished, type TestContext, vi } from 'vitest'
import { type Args, charge, type Shown } from '../src/contender.js'

declare module 'vitest' {
  interface TaskMeta {
    /** How often the page rendered for one execution. */
    renders?: number
  }
}

/** A page that shows one action. */
export interface Page {
  execute(args: Args): unknown
  /** What is on the page. */
  status(): Shown['status']
  /** Returns how often it has rendered. */
  renders(): number
  unmount(): void
}

export type FakeClient = ReturnType<typeof createFakeClient>

/**
 * Executes ten times and records how often the page rendered. Each answer arrives once the page shows the pending
 * state.
 */
export async function count(open: (client: FakeClient) => Page, { task }: TestContext): Promise<void> {
  const client = createFakeClient()
  const page = open(client)
  onTestFinished(() => page.unmount())
  const shows = (status: Shown['status']) =>
    vi
      .waitUntil(() => page.status() === status, { interval: 0 })
      .catch(() => {
        throw new Error(`The page shows "${page.status()}" where "${status}" is due.`)
      })
  await shows('idle')
  const before = page.renders()
  for (let amount = 0; amount < 10; amount++) {
    page.execute({ amount })
    await shows('pending')
    client.resolve(charge, { amount })
    await shows('success')
  }
  task.meta.renders = (page.renders() - before) / 10
}
