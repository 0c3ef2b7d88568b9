import type { ConvexClient } from 'convex/browser'
import { shallowRef } from 'vue'
import { now } from './timeline/inspection.js'

/** When the page has lost its connection, in milliseconds since 1970, the oldest first. */
export const losses = shallowRef<readonly number[]>([])

/** Notes from now on when a client loses its connection. */
export function noteLosses(client: ConvexClient): void {
  let wasConnected = client.connectionState().isWebSocketConnected
  client.subscribeToConnectionState(({ isWebSocketConnected }) => {
    if (wasConnected && !isWebSocketConnected) losses.value = [...losses.value, now()]
    wasConnected = isWebSocketConnected
  })
}
