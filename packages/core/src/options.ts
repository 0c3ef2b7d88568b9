import { getFunctionName } from 'convex/server'
import type { ActionClient, ActionReference } from './types.js'

/** How a store behaves. Each is optional. */
export interface ActionOptions {
  /** The client to use instead of the provided one. Read once, when the store is made. */
  client?: ActionClient
  /** What a further call does while one is unsettled. `parallel`: it is sent too, and the state shows the newest. */
  concurrency?: 'parallel'
}

type Rule = [isRight: (value: unknown) => boolean, takes: string]

const rules: Record<keyof ActionOptions, Rule> = {
  client: [() => true, 'a Convex client'],
  concurrency: [(value) => value === 'parallel', "'parallel'"],
}

/** Throws a `TypeError` that names the option where one is unknown or has a value that it does not take. */
export function checkOptions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) && rules[name as keyof ActionOptions]
    if (!rule) throw new TypeError(`Unknown option "${name}". There are: ${Object.keys(rules).join(', ')}.`)
    if (value !== undefined && !rule[0](value)) throw new TypeError(`Option "${name}" takes ${rule[1]}.`)
  }
}

/** The name behind a function reference, such as `emails:send`. Throws where it is none. */
export function nameOf(reference: unknown): string {
  try {
    return getFunctionName(reference as ActionReference)
  } catch {
    throw new TypeError(
      `An action such as api.emails.send is needed, but this is no function reference: ${typeof reference}.`,
    )
  }
}
