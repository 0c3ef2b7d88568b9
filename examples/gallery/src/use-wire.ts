import { useConvexClient } from '@convex-action/vue'
import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue'
import type { Seen } from './entry.js'
import { useTicking } from './use-ticking.js'
import { readWire, type Wire } from './wire.js'

const everyMs = 250

/** What is on the wire: asked again at every change of a function's state or of the connection, and while it is pending. */
export function useWire({ status, phase, attempt, inFlight }: Seen): ShallowRef<Wire | undefined> {
  const wire = shallowRef<Wire>()
  let asked = 0
  const ask = async () => {
    const mine = ++asked
    const now = await readWire()
    if (mine === asked) wire.value = now
  }
  watch([status, phase, attempt, inFlight], ask, { immediate: true })
  onScopeDispose(useConvexClient().subscribeToConnectionState(ask))
  useTicking(() => inFlight.value > 0, everyMs, ask)
  return wire
}
