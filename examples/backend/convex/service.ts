import { ConvexError } from 'convex/values'

/**
 * Calls a service over HTTP. If the service is down, the user cannot change that, so the error is a plain sentence.
 *
 * @param name The name of the service for users, such as `e-mail`.
 * @returns Any answer below 500. The caller decides whether it is a refusal.
 * @throws `ConvexError` if the service cannot be reached or fails.
 */
export async function callService(name: string, url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch(() => {
    throw new ConvexError(`The ${name} service cannot be reached right now. Please try again later.`)
  })
  if (response.status >= 500) {
    throw new ConvexError(`The ${name} service is out of order right now. Please try again later.`)
  }
  return response
}

/** The reason of a refusal, in the service's own words if it gives any. */
export async function reasonOf(response: Response, otherwise: string): Promise<string> {
  const answer = await response.json().catch(() => null)
  return answer?.error?.message ?? answer?.errors?.[0]?.message ?? otherwise
}
