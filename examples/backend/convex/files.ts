import { Base64, ConvexError, v } from 'convex/values'
import { internal } from './_generated/api.js'
import { action } from './_generated/server.js'

/** Counts the contents of a text file, which arrives as base64. */
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
    const { bytes, text } = read(fileName, content)
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    return {
      fileName,
      bytes: bytes.length,
      lines: text.replace(/\n$/, '').split('\n').length,
      words: wordsOf(text),
      sha256: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    }
  },
})

const steps = ['Checking', 'Counting', 'Storing']
const defaultStepMs = 1000

/**
 * Stores a text file, which arrives as base64, and counts its words. With a call id, its steps can be watched with
 * `reports.progress`. REPORT_STEP_MS sets how long each step takes.
 */
export const upload = action({
  args: { fileName: v.string(), content: v.string(), callId: v.optional(v.string()) },
  returns: v.object({ fileId: v.id('_storage'), words: v.number() }),
  handler: async (ctx, { fileName, content, callId }) => {
    const { bytes, text } = read(fileName, content)
    // `globalThis`, because `process` is a function of this file.
    const stepMs = Number(globalThis.process.env.REPORT_STEP_MS ?? defaultStepMs)
    for (const [done, label] of steps.entries()) {
      if (callId !== undefined)
        await ctx.runMutation(internal.reports.setProgress, { callId, done, of: steps.length, label })
      await new Promise((resolve) => setTimeout(resolve, stepMs))
    }
    const fileId = await ctx.storage.store(new Blob([bytes], { type: 'text/plain' }))
    return { fileId, words: wordsOf(text) }
  },
})

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean).length

/** Reads a text file. Throws a `ConvexError` if it is not text. */
function read(fileName: string, content: string): { bytes: Uint8Array<ArrayBuffer>; text: string } {
  if (content.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(content)) {
    throw new ConvexError(`“${fileName}” did not arrive whole.`)
  }
  const bytes = new Uint8Array(Base64.toByteArray(content))
  if (bytes.length === 0) throw new ConvexError(`“${fileName}” is empty.`)
  const text = textOf(bytes)
  if (text === null) throw new ConvexError(`“${fileName}” is not a text file.`)
  return { bytes, text }
}

function textOf(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes)
  // Bytes that are not UTF-8 decode to U+FFFD.
  return text.includes('\0') || text.includes('\uFFFD') ? null : text
}
