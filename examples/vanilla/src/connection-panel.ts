import type { ConvexClient } from 'convex/browser'
import { disturb } from '../../shared/disturb.js'
import * as network from '../../shared/network.js'
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
  void disturb?.({ delay: 0 })

  find('cut-once', HTMLButtonElement).addEventListener('click', () => disturb?.({ kill: true }))
  const slow = find('slow', HTMLInputElement)
  slow.addEventListener('change', () => disturb?.({ delay: slow.checked ? 3000 : 0 }))
  const cut = find('cut', HTMLInputElement)
  cut.addEventListener('change', () => (cut.checked ? network.cut() : network.mend()))
}
