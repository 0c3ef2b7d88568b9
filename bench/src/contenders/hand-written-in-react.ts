import { useState, useSyncExternalStore } from 'react'
import type { Args } from '../contender.js'
import { HandWritten } from './hand-written.js'
import { inReact } from './react-component.js'

export default inReact('hand-written in React', (client) => {
  const [{ subscribe, read, execute }] = useState(() => {
    const store = new HandWritten(client)
    return {
      subscribe: (listener: () => void) => store.subscribe(listener),
      read: () => store.shown,
      execute: (args: Args) => store.execute(args),
    }
  })
  return { ...useSyncExternalStore(subscribe, read), execute }
})
