/**
 * A UUID for a call, or for one of its tries. It differs from every other one by chance. Where there is no `crypto` it can be guessed, so it
 * is a secret only where there is one.
 *
 * `crypto.randomUUID` exists on secure origins only, and React Native has no `crypto` at all. There it is a UUID of
 * version 7: the time in ms, then random digits, by `Math.random` if need be. The time is needed: the `Math.random` of
 * React Native's Hermes had only 2³¹ states for years (facebook/hermes#1169), so alone it repeats.
 */
export function randomId(): string {
  const { crypto } = globalThis as { crypto?: Partial<Crypto> }
  if (crypto?.randomUUID) return crypto.randomUUID()
  const digit = () => {
    const byte = crypto?.getRandomValues?.(new Uint8Array(1))[0] ?? Math.random() * 256
    return (byte & 15).toString(16)
  }
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7xxx-8xxx-xxxxxxxxxxxx`.replace(/x/g, digit)
}
