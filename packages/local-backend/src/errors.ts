import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JSONValue, Value } from 'convex/values'
import { newRequestId, toJson } from './encoding.js'

/** Which error texts clients get: `production` hides everything but a `ConvexError`'s data. */
export type Mode = 'production' | 'development'

/** A refusal that the server itself words; development mode shows it without `Uncaught`. */
export class Refusal extends Error {}

/** What a client is told about a failure: `errorData` is there for a `ConvexError` only. */
export type FailureAnswer = { errorMessage: string; errorData?: JSONValue }

/** Words a failure as the real server does. Never throws, whatever was thrown. */
export function describeFailure(thrown: unknown, mode: Mode): FailureAnswer {
  const head = `[Request ID: ${newRequestId()}] Server Error`
  const errorMessage = mode === 'production' ? head : `${head}\n${developmentText(thrown)}`
  const errorData = errorDataOf(thrown)
  return errorData === undefined ? { errorMessage } : { errorMessage, errorData }
}

/** A `ConvexError`'s data, `undefined` for anything else and for data that cannot be sent. */
function errorDataOf(thrown: unknown): JSONValue | undefined {
  try {
    const isConvexError = typeof thrown === 'object' && thrown !== null && Symbol.for('ConvexError') in thrown
    return isConvexError ? toJson((thrown as unknown as { data: Value }).data) : undefined
  } catch {
    return undefined
  }
}

/** The text of a failure as development mode tells it. Never throws, whatever was thrown. */
export function developmentText(thrown: unknown): string {
  try {
    if (thrown instanceof Refusal) return `${thrown.message.trimEnd()}\n`
    if (!(thrown instanceof Error)) return `Uncaught ${String(thrown)}\n`
    const data = errorDataOf(thrown)
    const text = data === undefined ? thrown.message : JSON.stringify(data)
    return [`Uncaught ${thrown.name}: ${text}`, ...ownFrames(thrown)].join('\n')
  } catch {
    return 'Uncaught, and what was thrown cannot be shown as text.\n'
  }
}

// Only the application's frames, without this machine's folders: the rest is our machinery.
function ownFrames(error: Error): string[] {
  const here = fileURLToPath(new URL('.', import.meta.url))
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !/node_modules|node:/.test(line) && !line.includes(here))
    .map((line) =>
      line.replace(/(?:file:\/\/)?(\/[^\s():]+)/, (_, path: string) =>
        relative(process.cwd(), path).split(sep).join('/'),
      ),
    )
}
