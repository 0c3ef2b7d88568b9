import { Window } from 'happy-dom'

// React looks for these globals when it is imported.
const window = new Window()
const { document, navigator } = window
// Newer versions of Node have their own navigator, which cannot be assigned to.
for (const [name, value] of Object.entries({ window, document, navigator }))
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
