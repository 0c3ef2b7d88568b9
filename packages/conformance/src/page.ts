import { createFakeClient, type FakeClient } from '@convex-action/core/testing'
import { onTestFinished, vi } from 'vitest'
import { api } from './api.js'
import type { Harness, Setup } from './harness.js'

/** Awaits what follows from what happened: of a connection that is gone it is judged in the next macrotask. */
async function settled(): Promise<void> {
  if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(1)
  else await new Promise((resolve) => setTimeout(resolve, 1))
}

/** A user and a server, who act on what a harness shows. What they do is rendered once it is awaited. */
function actorsOf(harness: Harness, client: FakeClient) {
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
    client,
    act,
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

/** Has each of some clicks done at once; gives the promises of `execute`. */
async function clicked(
  act: (step: () => void) => Promise<void>,
  recipients: string[],
  click: (to: string) => Promise<{ messageId: string }>,
) {
  let promises: Promise<{ messageId: string }>[] = []
  await act(() => {
    promises = recipients.map(click)
  })
  return promises
}

/** Puts a component on a page. */
export async function open(harness: Harness, setup: Setup = {}) {
  const actors = actorsOf(harness, setup.client ?? createFakeClient())
  const component = await harness.mount({ ...setup, client: actors.client })
  onTestFinished(() => component.unmount())
  return {
    ...component,
    ...actors,
    /** Clicks at once for each of some recipients. */
    send: (...recipients: string[]) =>
      clicked(actors.act, recipients, (to) => component.rendered().execute({ to })),
  }
}

/** Puts a list on a page, with a row for each recipient. */
export async function openList(harness: Harness, setup: Omit<Parameters<Harness['mountList']>[0], 'client'>) {
  const actors = actorsOf(harness, createFakeClient())
  const list = await harness.mountList({ ...setup, client: actors.client })
  onTestFinished(() => list.unmount())
  return {
    ...list,
    ...actors,
    /** Clicks at once in each of some rows. */
    send: (...keys: string[]) => clicked(actors.act, keys, list.execute),
  }
}
