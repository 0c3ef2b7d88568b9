import { ConvexError } from 'convex/values'

/**
 * Calls a service over HTTP. That it is down or away is nothing a user can change, and is told in a sentence.
 *
 * @param name what a person calls the service, such as `e-mail`
 * @returns any answer below 500: whether that is a refusal is the caller's to say
 * @throws a ConvexError when the service cannot be reached or is out of order
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

/** Why a service refused, in its own words where it has any. */
export async function reasonOf(response: Response, otherwise: string): Promise<string> {
  const answer = await response.json().catch(() => null)
  return answer?.error?.message ?? answer?.errors?.[0]?.message ?? otherwise
}
