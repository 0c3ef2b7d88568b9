import { test } from 'vitest'
import type { Contender } from '../src/contender.js'
import handWritten from '../src/contenders/hand-written-in-react.js'
import ours from '../src/contenders/ours-in-react.js'
import type { Mounted } from '../src/contenders/react-component.js'
import swr from '../src/contenders/swr.js'
import { count, type FakeClient } from './count.js'

const open =
  ({ make, execute }: Contender) =>
  (client: FakeClient) => {
    const mounted = make(client) as Mounted
    return {
      execute: (args: { amount: number }) => execute(mounted, args, client),
      status: () => mounted.shown.status,
      renders: () => mounted.renders,
      unmount: () => mounted.root.unmount(),
    }
  }

for (const contender of [handWritten, swr, ours])
  test(contender.name, (context) => count(open(contender), context))
