import { useConvexClient } from '@convex-action/vue'
import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue'
import type { Seen } from './entry.js'
import { useTicking } from './use-ticking.js'

const everyMs = 250

/**
 * What the local backend tells: read again at every change of a function's state or of the connection, and while the function is
 * pending.
 */
export function useReading<Value>(
  { status, phase, attempt, inFlight }: Seen,
  read: () => Promise<Value>,
): ShallowRef<Value | undefined> {
  const newest = shallowRef<Value>()
  let asked = 0
  const ask = async () => {
    const mine = ++asked
    const now = await read()
    if (mine === asked) newest.value = now
  }
  watch([status, phase, attempt, inFlight], ask, { immediate: true })
  onScopeDispose(useConvexClient().subscribeToConnectionState(ask))
  useTicking(() => inFlight.value > 0, everyMs, ask)
  return newest
}
