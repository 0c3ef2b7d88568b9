import { watch } from 'vue'

/** Calls `tick` every `everyMs` milliseconds while `isWanted` says so. At other times there is no timer. */
export function useTicking(isWanted: () => boolean, everyMs: number, tick: () => void): void {
  watch(
    isWanted,
    (isOn, _, onCleanup) => {
      if (!isOn) return
      const timer = setInterval(tick, everyMs)
      onCleanup(() => clearInterval(timer))
    },
    { immediate: true },
  )
}
