import type { InspectionEvent } from 'xstate'
import { address } from './address.js'
import { alsoInspect } from './inspection.js'

let opened: Window | undefined

/**
 * Opens the Stately inspector in a window, or brings its window to the front. It sees what is run from now on. Its code is
 * loaded here, for those who ask for it. Rejects where that fails, and where the browser opens no window.
 */
export async function openInspector(): Promise<void> {
  if (opened && !opened.closed) return opened.focus()
  const { createBrowserInspector } = await import('@statelyai/inspect')
  const { inspect, adapter } = createBrowserInspector({ url: address })
  if (!adapter.targetWindow) throw new Error('The browser opened no window. Allow it to, and press again.')
  opened = adapter.targetWindow
  // It knows nothing of what runs already.
  const known = new WeakSet<object>()
  alsoInspect((event: InspectionEvent) => {
    if (event.type === '@xstate.actor') known.add(event.actorRef)
    if (known.has(event.actorRef)) inspect.next?.(event)
  })
}
