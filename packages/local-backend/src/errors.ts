import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { convexToJson, type JSONValue } from 'convex/values'
import { newRequestId } from './encoding.js'

/** Which error texts clients get: `production` hides everything but a `ConvexError`'s data. */
export type Mode = 'production' | 'development'

/** A refusal that the server itself words; development mode shows it without `Uncaught`. */
export class Refusal extends Error {}

/** What a client is told about a failure: `errorData` is there for a `ConvexError` only. */
export type FailureAnswer = { errorMessage: string; errorData?: JSONValue }

/** Words a failure as the real server does. */
export function describeFailure(thrown: unknown, mode: Mode): FailureAnswer {
  const head = `[Request ID: ${newRequestId()}] Server Error`
  const errorMessage = mode === 'production' ? head : `${head}\n${developmentText(thrown)}`
  return isConvexError(thrown) ? { errorMessage, errorData: convexToJson(thrown.data) } : { errorMessage }
}

function isConvexError(thrown: unknown): thrown is Error & { data: JSONValue } {
  return typeof thrown === 'object' && thrown !== null && Symbol.for('ConvexError') in thrown
}

/** The text of a failure as development mode tells it. */
export function developmentText(thrown: unknown): string {
  if (thrown instanceof Refusal) return `${thrown.message.trimEnd()}\n`
  if (!(thrown instanceof Error)) return `Uncaught ${String(thrown)}\n`
  const text = isConvexError(thrown) ? JSON.stringify(convexToJson(thrown.data)) : thrown.message
  return [`Uncaught ${thrown.name}: ${text}`, ...ownFrames(thrown)].join('\n')
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
