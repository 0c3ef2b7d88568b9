/**
 * Returns a random UUID for a call or a try. Without `crypto` it can be guessed, so it is a secret only where
 * `crypto` exists.
 *
 * `crypto.randomUUID` exists on secure origins only, and React Native has no `crypto` at all. There it is a UUID of
 * version 7: the time in milliseconds and then random digits, by `Math.random` if necessary. The time is needed
 * because `Math.random` alone repeats: in React Native's Hermes it had only 2³¹ states for years
 * (facebook/hermes#1169).
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
