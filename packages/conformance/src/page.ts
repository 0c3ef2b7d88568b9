import { createFakeClient } from '@convex-action/core/testing'
import { onTestFinished, vi } from 'vitest'
import { api } from './api.js'
import type { Harness, Setup } from './harness.js'

/** Awaits what follows from what happened: of a connection that is gone it is judged in the next macrotask. */
async function settled(): Promise<void> {
  if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(1)
  else await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Puts a component on a page, where a user and a server act. What they do is rendered once it is awaited. */
export async function open(harness: Harness, setup: Setup = {}) {
  const client = setup.client ?? createFakeClient()
  const component = await harness.mount({ ...setup, client })
  onTestFinished(() => component.unmount())

  const act = (step: () => unknown) =>
    harness.act(async () => {
      await step()
      await settled()
    })
  const callOf = (to: string) => {
    const call = client.calls(api.emails.send).findLast(({ args }) => args.to === to)
    if (!call) throw new Error(`Nothing was sent to ${to}.`)
    return call
  }
  return {
    ...component,
    client,
    act,
    /** Clicks at once for each of some recipients; gives the promises of `execute`. */
    async send(...recipients: string[]) {
      let promises: Promise<{ messageId: string }>[] = []
      await act(() => {
        promises = recipients.map((to) => component.rendered().execute({ to }))
      })
      return promises
    },
    /** To whom something was handed over to the client, the oldest first. */
    sent: () => client.calls(api.emails.send).map(({ args }) => args.to),
    /** Answers what was sent to somebody last. */
    answer: (to: string, messageId: string) => act(() => callOf(to).resolve({ messageId })),
    /** Says that the function threw, for what was sent to somebody last. */
    refuse: (to: string, error = new Error('No such address.')) => act(() => callOf(to).reject(error)),
    lose: () => act(client.disconnect),
    connect: () => act(client.connect),
    /** Lets time pass, where timers are fake. */
    wait: (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms)),
  }
}
