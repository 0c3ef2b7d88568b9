import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JSONValue, Value } from 'convex/values'
import { newRequestId, toJson } from './encoding.js'

/** Which error texts clients receive. `production` hides everything except the data of a `ConvexError`. */
export type Mode = 'production' | 'development'

/** A refusal in the server's own words. Development mode shows it without `Uncaught`. */
export class Refusal extends Error {}

/** What a client learns about a failure. `errorData` is present for a `ConvexError` only. */
export type FailureAnswer = { errorMessage: string; errorData?: JSONValue }

/** Describes a failure in the words of the real server. It never throws, whatever was thrown. */
export function describeFailure(thrown: unknown, mode: Mode): FailureAnswer {
  const head = `[Request ID: ${newRequestId()}] Server Error`
  const errorMessage = mode === 'production' ? head : `${head}\n${developmentText(thrown)}`
  const errorData = errorDataOf(thrown)
  return errorData === undefined ? { errorMessage } : { errorMessage, errorData }
}

/** The data of a `ConvexError`, or `undefined` for other errors and for data that cannot be sent. */
function errorDataOf(thrown: unknown): JSONValue | undefined {
  try {
    const isConvexError = typeof thrown === 'object' && thrown !== null && Symbol.for('ConvexError') in thrown
    return isConvexError ? toJson((thrown as unknown as { data: Value }).data) : undefined
  } catch {
    return undefined
  }
}

/** The text of a failure in development mode. It never throws, whatever was thrown. */
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

// Only the stack frames of the application, without the folders of this machine.
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
