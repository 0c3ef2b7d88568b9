import { isTime } from './checks.js'
import type { ActionError } from './errors.js'
import { isObject } from './is-object.js'
import { guard } from './report.js'
import type { RetryOptions } from './retry-options.js'

const backoff = (attempt: number) => Math.min(30_000, 500 * 2 ** attempt) * (0.5 + Math.random() / 2)
const isConnectionLost = ({ kind }: ActionError) => kind === 'connection'
const isNoPromise = (answer: unknown) => !isObject(answer)
const asyncWhen = 'Option "retries.when" must return true or false, not a promise.'
const noTime = 'Option "retries.delay" must return milliseconds.'

/** The delay before the next try in milliseconds, or `undefined` if there is no next try. */
export function delayOfRetry(retries: RetryOptions | undefined, error: ActionError): number | undefined {
  const { kind, attempt } = error
  if (!retries || kind === 'identity-changed') return undefined
  const { limit, delay, when = isConnectionLost } = retries
  if (attempt > limit || !guard(() => when(error), isNoPromise, asyncWhen)) return undefined
  const ask = () => (typeof delay === 'number' ? delay : (delay ?? backoff)(attempt))
  return guard(ask, isTime, noTime) ?? backoff(attempt)
}
