import { inspect } from 'node:util'

/** A console that collects its lines in an array, formatted like the real backend. */
export function collectingConsole(logLines: string[]): Console {
  const levels = ['log', 'debug', 'info', 'warn', 'error'] as const
  const collect =
    (level: string) =>
    (...values: unknown[]) => {
      logLines.push(`[${level.toUpperCase()}] ${values.map((value) => inspect(value)).join(' ')}`)
    }
  return Object.assign(
    Object.create(console),
    Object.fromEntries(levels.map((level) => [level, collect(level)])),
  )
}
