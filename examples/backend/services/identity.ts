import { createTestIssuer } from '@convex-action/local-backend'
import { json, misbehave, problem, type StandIn, startStandIn } from './stand-in.js'

/** A user who wanted to sign in. */
export type ReceivedUser = { user: string }

/**
 * Stands in for an identity provider without passwords: `GET /token?user=ada` returns `{ token }`, for Ada and for
 * Bob. The backend checks signatures with the key at `GET /.well-known/jwks.json`.
 */
export type IdentityService = StandIn<ReceivedUser> & {
  /** Returns a new signed token. `expiresIn` is in seconds, 3600 by default. */
  token(user: string, options?: { expiresIn?: number }): Promise<string>
}

const audience = 'convex-action-example'
const names: Record<string, string> = { ada: 'Ada', bob: 'Bob' }

/** Starts it on the given port, or a free one. */
export async function startIdentityService(port?: number): Promise<IdentityService> {
  const service = await startStandIn<ReceivedUser>({
    port,
    respond: async ({ request, response, received, told }) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
      if (pathname === '/.well-known/jwks.json') return json(response, 200, issuer.jwks)
      const user = searchParams.get('user') ?? ''
      received.push({ user })
      if (await misbehave(told, 'You cannot sign in now.', response)) return
      if (pathname === '/token' && Object.hasOwn(names, user))
        json(response, 200, { token: await token(user) })
      else json(response, 404, problem(`There is no user “${user}”.`))
    },
  })
  const issuer = await createTestIssuer({ issuer: service.url, audience })
  const token: IdentityService['token'] = (user, options) =>
    issuer.token(user, { ...options, claims: { name: names[user] ?? user, email: `${user}@example.com` } })
  return { ...service, token }
}
