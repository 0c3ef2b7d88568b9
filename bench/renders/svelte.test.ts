import { render } from '@testing-library/svelte'
import { test } from 'vitest'
import type { Args } from '../src/contender.js'
import { count, type FakeClient } from './count.js'
import Page from './Page.svelte'

function open(client: FakeClient) {
  const seen = { renders: 0, execute: (_args: Args): unknown => undefined }
  // The context name of convex-svelte's client.
  const context = new Map([['$$_convexClient', client]])
  const { container, unmount } = render(Page, { props: { seen }, context })
  return {
    execute: (args: Args) => seen.execute(args),
    status: () => container.textContent?.split(' ')[0] as 'idle',
    renders: () => seen.renders,
    unmount,
  }
}

test('convex-action in Svelte', (context) => count(open, context))
