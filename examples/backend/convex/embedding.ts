/** How long an embedding is. */
export const dimensions = 256

const stopWords = new Set(
  'and are but can for from has not that the they this was what when will with you'.split(' '),
)

/**
 * Turns a text into a vector of length one: a hashed bag of words. Every word of three letters and more adds to the
 * place that its hash names, so texts are near each other when they share words.
 *
 * It needs no network and is the same every time, but it knows nothing of meaning: “car” and “automobile” are as far
 * apart as any two words. An app asks a model for its embeddings, in the action.
 *
 * @returns only zeros for a text without words
 */
export function embed(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0)
  for (const word of text.toLowerCase().match(/\p{L}{3,}/gu) ?? []) {
    if (stopWords.has(word)) continue
    const hash = hashOf(word.replace(/s$/, ''))
    const place = hash % dimensions
    // Half of the words subtract, so that two that meet in one place rather cancel out than add up.
    vector[place] = (vector[place] ?? 0) + (hash & 0x10000 ? 1 : -1)
  }
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}

// FNV-1a, 32 bits.
function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(word)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
