import type { UserIdentity } from 'convex/server'
import type { JSONValue } from 'convex/values'
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
  SignJWT,
} from 'jose'

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

/**
 * Says who a signed token belongs to. Claims beyond the registered ones become fields of the identity, under their
 * own names.
 *
 * @throws in Convex's words when the token names no key (`kid`), is not signed by a known key, lacks `iss`, `sub` or
 * `exp`, has expired, or is not what `demands` names
 */
export async function identityOf(
  token: string,
  keys: JWTVerifyGetKey,
  demands: JWTVerifyOptions,
): Promise<UserIdentity> {
  const { kid } = decodeProtectedHeader(token)
  if (kid === undefined)
    throw new Error("Could not decode token. JWT may be missing a 'kid' (key ID) header.")
  const options = { ...demands, requiredClaims: ['iss', 'sub', 'exp'] }
  const { payload } = await jwtVerify(token, keys, options).catch((error: unknown) => {
    throw inConvexWords(error)
  })
  const { iss, sub, aud, exp, iat, nbf, jti, ...claims } = payload as typeof payload & Claims
  return { ...claims, subject: sub, issuer: iss, tokenIdentifier: `${iss}|${sub}` }
}

function inConvexWords(error: unknown): unknown {
  if (error instanceof errors.JWTClaimValidationFailed && error.reason === 'missing') {
    return new Error(
      'Could not verify token claim. Check that the JWT contains valid claims and matches your auth provider configuration.',
      { cause: error },
    )
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed
  ) {
    return new Error(
      "Could not decode token. The JWT's 'kid' (key ID) header doesn't match any key in the provider's JWKS, or the JWT signature is invalid.",
      { cause: error },
    )
  }
  return error
}

type Claims = { iss: string; sub: string; [name: string]: JSONValue }

/** An identity provider in memory: signs JWTs (ES256), verifies their signatures, and publishes its key. */
export type TestIssuer = TokenVerifier & {
  /**
   * A signed token, another one at every call.
   *
   * @param subject the user's id
   * @param options `expiresIn`: seconds until it expires, 3600 by default. The client refreshes only tokens that
   * live longer than two seconds. `claims`: what else it says of the user, such as a name
   */
  token(subject: string, options?: { expiresIn?: number; claims?: Record<string, string> }): Promise<string>
  /** The public key, as an identity provider publishes it at `/.well-known/jwks.json`. */
  jwks: JSONWebKeySet
}

/**
 * Makes an issuer with a key pair of its own; a token of another issuer is refused.
 *
 * @param options `issuer`: its name in the tokens. `audience`: whom they are for, nobody in particular by default
 * @example
 * const issuer = await createTestIssuer()
 * const backend = await createLocalBackend({ modules, auth: issuer })
 * client.setAuth(() => issuer.token('user-1'))
 */
export async function createTestIssuer(
  options: { issuer?: string; audience?: string } = {},
): Promise<TestIssuer> {
  const { issuer = 'https://issuer.test', audience } = options
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwks = {
    keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: crypto.randomUUID() }],
  }
  const keys = createLocalJWKSet(jwks)
  return {
    jwks,
    token: (subject, { expiresIn = 3600, claims = {} } = {}) => {
      const now = Math.floor(Date.now() / 1000)
      return new SignJWT({ ...claims, ...(audience === undefined ? {} : { aud: audience }) })
        .setProtectedHeader({ alg: 'ES256', kid: jwks.keys[0]?.kid })
        .setSubject(subject)
        .setIssuer(issuer)
        .setJti(crypto.randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + expiresIn)
        .sign(privateKey)
    },
    verify: (token) => identityOf(token, keys, { issuer, audience }),
  }
}
