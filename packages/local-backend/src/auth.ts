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

/** Decides which user a token belongs to. */
export type TokenVerifier = {
  /** @throws if the token is not accepted. The client receives an AuthError with the message. */
  verify(token: string): Promise<UserIdentity>
}

/** A user and the expiry of the token. `expiresAt` is in milliseconds since 1970. */
export type Login = { identity: UserIdentity; expiresAt: number }

/** Verifies a token and reads when it expires (its `exp` claim). */
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
    // A verifier may accept tokens that are not JWTs. They do not expire.
    return Number.POSITIVE_INFINITY
  }
}

/**
 * Returns the user of a signed token. Claims beyond the registered ones become fields of the identity.
 *
 * @throws `Error` in Convex's words if the token names no key (`kid`), is not signed by a known key, lacks `iss`,
 * `sub` or `exp`, has expired, or does not meet `demands`.
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

/** An identity provider in memory. It signs JWTs (ES256), verifies their signatures, and publishes its key. */
export type TestIssuer = TokenVerifier & {
  /**
   * Returns a new signed token.
   *
   * @param subject The id of the user.
   * @param options `expiresIn`: seconds until it expires, 3600 by default. The client refreshes only tokens that live
   * longer than two seconds. `claims`: more claims about the user, such as a name.
   */
  token(subject: string, options?: { expiresIn?: number; claims?: Record<string, string> }): Promise<string>
  /** The public key, as an identity provider publishes it at `/.well-known/jwks.json`. */
  jwks: JSONWebKeySet
}

/**
 * Creates an issuer with its own key pair. Tokens of other issuers are refused.
 *
 * @param options `issuer`: its name in the tokens. `audience`: whom the tokens are for, by default nobody in
 * particular.
 *
 * @example const issuer = await createTestIssuer() const backend = await createLocalBackend({ modules, auth: issuer
 * }) client.setAuth(() => issuer.token('user-1'))
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
