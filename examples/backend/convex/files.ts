import { Base64, ConvexError, v } from 'convex/values'
import { action } from './_generated/server.js'

/** Counts what is in a text file, which arrives as base64. */
export const process = action({
  args: { fileName: v.string(), content: v.string() },
  returns: v.object({
    fileName: v.string(),
    bytes: v.number(),
    lines: v.number(),
    words: v.number(),
    sha256: v.string(),
  }),
  handler: async (_ctx, { fileName, content }) => {
    if (content.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(content)) {
      throw new ConvexError(`“${fileName}” did not arrive whole.`)
    }
    const bytes = new Uint8Array(Base64.toByteArray(content))
    if (bytes.length === 0) throw new ConvexError(`“${fileName}” is empty.`)
    const text = textOf(bytes)
    if (text === null) throw new ConvexError(`“${fileName}” is not a text file.`)
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    return {
      fileName,
      bytes: bytes.length,
      lines: text.replace(/\n$/, '').split('\n').length,
      words: text.split(/\s+/).filter(Boolean).length,
      sha256: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    }
  },
})

function textOf(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes)
  // What is no UTF-8 is decoded to a sign of its own.
  return text.includes('\0') || text.includes('\uFFFD') ? null : text
}
