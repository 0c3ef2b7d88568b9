import type { ActionClient } from '@convex-action/core'
import { ConvexProvider, type ConvexReactClient } from 'convex/react'
import { useEffect } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, type Root } from 'react-dom/client'
import { type Args, type Contender, contender, type Receipt, type Shown } from '../contender.js'

/** What a hook returns to its component. */
interface Hooked extends Shown {
  execute(args: Args): Promise<Receipt>
}

/** A component on a page. */
export interface Mounted {
  /** The last rendered values, once they are on the page. */
  shown: Hooked
  renders: number
  readonly listeners: Set<() => void>
  readonly root: Root
}

/** A component that shows what a hook returns, as a contender. Its state is what the page shows. */
export function inReact(name: string, useIt: (client: ActionClient) => Hooked): Contender {
  function Page({ client, mounted }: { client: ActionClient; mounted: Mounted }) {
    const hooked = useIt(client)
    mounted.renders++
    useEffect(() => {
      mounted.shown = hooked
      for (const listener of mounted.listeners) listener()
    })
    return <output>{`${hooked.status} ${hooked.data?.amount} ${hooked.error}`}</output>
  }

  return contender<Mounted>({
    name,
    make(client) {
      const root = createRoot(document.createElement('div'))
      const mounted = { renders: 0, listeners: new Set(), root } as unknown as Mounted
      flushSync(() =>
        root.render(
          // The provider requires the class, but passes on whatever it receives.
          <ConvexProvider client={client as ConvexReactClient}>
            <Page client={client} mounted={mounted} />
          </ConvexProvider>,
        ),
      )
      return mounted
    },
    execute: ({ shown }, args) => shown.execute(args),
    subscribe({ listeners }, listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read: ({ shown }) => shown,
    runsMany: true,
    isComponent: true,
  })
}
