import type { UserIdentity } from 'convex/server'
import { decodeJwt, generateKeyPair, jwtVerify, SignJWT } from 'jose'

/** Says who a token belongs to. */
export type TokenVerifier = {
  /** @throws when the token is not accepted: the client then gets an AuthError with the thrown message */
  verify(token: string): Promise<UserIdentity>
}

/** A user as long as their token is valid; `expiresAt` in milliseconds since 1970. */
export type Login = { identity: UserIdentity; expiresAt: number }

/** Verifies a token and notes when it expires (its `exp` claim). */
export async function login(verifier: TokenVerifier | undefined, token: string): Promise<Login> {
  if (!verifier) throw new Error('No auth provider found matching the given token')
  const identity = await verifier.verify(token)
  return { identity, expiresAt: expiry(token) }
}

function expiry(token: string): number {
  try {
    const { exp } = decodeJwt(token)
    return exp === undefined ? Number.POSITIVE_INFINITY : exp * 1000
  } catch {
    // Verifiers may accept tokens that are no JWTs; those do not expire.
    return Number.POSITIVE_INFINITY
  }
}

/** An identity provider in memory: signs JWTs (ES256) and verifies their signatures. */
export type TestIssuer = TokenVerifier & {
  /**
   * A signed token, another one at every call.
   *
   * @param subject the user's id
   * @param options `expiresIn`: seconds until it expires, 3600 by default. The client refreshes only tokens that
   * live longer than two seconds.
   */
  token(subject: string, options?: { expiresIn?: number }): Promise<string>
}

/**
 * Makes an issuer with a key pair of its own; a token of another issuer is refused.
 *
 * @example
 * const issuer = await createTestIssuer()
 * const backend = await createLocalBackend({ modules, auth: issuer })
 * client.setAuth(() => issuer.token('user-1'))
 */
export async function createTestIssuer(): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const issuer = 'https://issuer.test'
  return {
    token: (subject, { expiresIn = 3600 } = {}) => {
      const now = Math.floor(Date.now() / 1000)
      return new SignJWT()
        .setProtectedHeader({ alg: 'ES256' })
        .setSubject(subject)
        .setIssuer(issuer)
        .setJti(crypto.randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + expiresIn)
        .sign(privateKey)
    },
    verify: async (token) => {
      const { payload } = await jwtVerify(token, publicKey, { issuer, requiredClaims: ['sub'] })
      const subject = payload.sub as string
      return { subject, issuer, tokenIdentifier: `${issuer}|${subject}` }
    },
  }
}
