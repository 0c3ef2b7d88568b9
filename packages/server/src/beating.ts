const everyMs = 20_000

/**
 * Calls `beat` every 20 seconds, starting after 20 seconds, until the returned function is called. A beat that fails
 * is skipped, since the next beat may succeed.
 *
 * @returns A function that stops beating. Its promise resolves when no beat is in progress any more.
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
