import { createFakeClient, type FakeClient } from '@convex-action/core/testing'
import { onTestFinished, vi } from 'vitest'
import { api } from './api.js'
import type { Harness, Setup } from './harness.js'

/** Waits for the consequences: a lost connection is judged in the next macrotask. */
async function settled(): Promise<void> {
  if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(1)
  else await new Promise((resolve) => setTimeout(resolve, 1))
}

/** The actions of a user and a server on a page. Each waits until its effect is rendered. */
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
    /** The recipients of all calls that the client received, oldest first. */
    sent: () => client.calls(api.emails.send).map(({ args }) => args.to),
    /** Answers the last call for this recipient. */
    answer: (to: string, messageId: string) => act(() => callOf(to).resolve({ messageId })),
    /** Fails the last call for this recipient, as if its function had thrown. */
    refuse: (to: string, error = new Error('No such address.')) => act(() => callOf(to).reject(error)),
    lose: () => act(client.disconnect),
    connect: () => act(client.connect),
    /** Advances the fake timers. */
    wait: (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms)),
  }
}

/** Makes several clicks at once. Returns the promises of `execute`. */
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

/** Mounts a component on a page. */
export async function open(harness: Harness, setup: Setup = {}) {
  const actors = actorsOf(harness, setup.client ?? createFakeClient())
  const component = await harness.mount({ ...setup, client: actors.client })
  onTestFinished(() => component.unmount())
  return {
    ...component,
    ...actors,
    /** Clicks once for each recipient, all at once. */
    send: (...recipients: string[]) =>
      clicked(actors.act, recipients, (to) => component.rendered().execute({ to })),
  }
}

/** Mounts a list on a page, with a row for each recipient. */
export async function openList(harness: Harness, setup: Omit<Parameters<Harness['mountList']>[0], 'client'>) {
  const actors = actorsOf(harness, createFakeClient())
  const list = await harness.mountList({ ...setup, client: actors.client })
  onTestFinished(() => list.unmount())
  return {
    ...list,
    ...actors,
    /** Clicks in each of these rows, all at once. */
    send: (...keys: string[]) => clicked(actors.act, keys, list.execute),
  }
}
