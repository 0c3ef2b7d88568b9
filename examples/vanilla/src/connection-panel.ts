import type { ConvexClient } from 'convex/browser'
import { disturb } from '../../shared/disturb.js'
import { find } from './find.js'

/** Shows whether the client is connected, and lets one disturb that. */
export function showConnection(client: ConvexClient): void {
  const state = find('connection-state', HTMLParagraphElement)
  const show = ({ isWebSocketConnected }: { isWebSocketConnected: boolean }) => {
    state.dataset.connected = String(isWebSocketConnected)
    state.textContent = isWebSocketConnected ? 'Connected' : 'Not connected'
  }
  show(client.connectionState())
  client.subscribeToConnectionState(show)

  find('controls', HTMLDivElement).hidden = !disturb
  find('real', HTMLParagraphElement).hidden = !!disturb
  // What an earlier visit left behind.
  void disturb?.({ refuse: false, delay: 0 })

  find('cut-once', HTMLButtonElement).addEventListener('click', () => disturb?.({ kill: true }))
  const slow = find('slow', HTMLInputElement)
  slow.addEventListener('change', () => disturb?.({ delay: slow.checked ? 3000 : 0 }))
  const cut = find('cut', HTMLInputElement)
  cut.addEventListener('change', async () => {
    await disturb?.({ refuse: cut.checked, kill: cut.checked })
    // The client tries again at once, instead of after its pause.
    if (!cut.checked) window.dispatchEvent(new Event('online'))
  })
}
