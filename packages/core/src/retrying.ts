import { isTime } from './checks.js'
import type { ActionError } from './errors.js'
import { isObject } from './is-object.js'
import type { RetryOptions } from './options.js'
import { guard } from './report.js'

const backoff = (attempt: number) => Math.min(30_000, 500 * 2 ** attempt) * (0.5 + Math.random() / 2)
const isConnectionLost = ({ kind }: ActionError) => kind === 'connection'
const isNoPromise = (answer: unknown) => !isObject(answer)
const asyncWhen = 'Option "retries.when" gave a promise, not true or false.'
const noTime = 'Option "retries.delay" gave no milliseconds.'

/** How many milliseconds after `error` the next try follows; `undefined` where none does. */
export function delayOfRetry(retries: RetryOptions | undefined, error: ActionError): number | undefined {
  const { kind, attempt } = error
  if (!retries || kind === 'identity-changed') return undefined
  const { limit, delay, when = isConnectionLost } = retries
  if (attempt > limit || !guard(() => when(error), isNoPromise, asyncWhen)) return undefined
  const ask = () => (typeof delay === 'number' ? delay : (delay ?? backoff)(attempt))
  return guard(ask, isTime, noTime) ?? backoff(attempt)
}
