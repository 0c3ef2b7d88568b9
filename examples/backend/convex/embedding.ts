/** The length of an embedding. */
export const dimensions = 256

const stopWords = new Set(
  'and are but can for from has not that the they this was what when will with you'.split(' '),
)

/**
 * Turns a text into a vector of length one: a hashed bag of words. Each word of at least three letters adds to the
 * place that its hash selects, so texts that share words are near each other.
 *
 * It needs no network and always returns the same vector, but it knows nothing about meaning: “car” and “automobile”
 * are as far apart as any two words. A real app gets embeddings from a model, in the action.
 *
 * @returns Only zeros for a text without words.
 */
export function embed(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0)
  for (const word of text.toLowerCase().match(/\p{L}{3,}/gu) ?? []) {
    if (stopWords.has(word)) continue
    const hash = hashOf(word.replace(/s$/, ''))
    const place = hash % dimensions
    // Half of the words subtract, so that two words in the same place tend to cancel out.
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
