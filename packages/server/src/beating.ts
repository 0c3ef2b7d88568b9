const everyMs = 20_000

/**
 * Beats every 20 seconds, from 20 seconds on, until the returned function is called. A beat that fails is left out: the
 * next one may succeed.
 *
 * @returns ends it; resolves when no beat is under way any more
 */
export function startBeating(beat: () => Promise<unknown>): () => Promise<void> {
  let isOver = false
  let wake = () => {}
  const untilNext = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const beating = (async () => {
    while (true) {
      await untilNext()
      if (isOver) return
      await beat().catch(() => {})
      if (isOver) return
    }
  })()
  return () => {
    isOver = true
    wake()
    return beating
  }
}
