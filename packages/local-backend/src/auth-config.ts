import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AuthConfig } from 'convex/server'
import { createRemoteJWKSet, decodeJwt, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import { identityOf, type TokenVerifier } from './auth.js'

type CustomJwt = Extract<AuthConfig['providers'][number], { type: 'customJwt' }>

let reads = 0

/**
 * Reads the `auth.config.ts` of a folder, for `createLocalBackend({ auth })`. Tokens of its providers are accepted if
 * their signatures match the keys that the providers publish. The file is read again at every call, with the current
 * environment.
 *
 * @returns The verifier, or `undefined` if there is no such file.
 * @throws `Error` if it names a provider of a type other than `customJwt`.
 */
export async function loadAuth(directory: string): Promise<TokenVerifier | undefined> {
  const file = join(resolve(directory), 'auth.config.ts')
  if (!(await stat(file).catch(() => null))) return undefined
  const module = await import(/* @vite-ignore */ `${pathToFileURL(file).href}?read=${++reads}`)
  return verifierOf(module.default)
}

function verifierOf(config: AuthConfig): TokenVerifier {
  const providers = config.providers.map((provider) => {
    if (!isCustomJwt(provider)) {
      throw new Error('The local backend supports only providers of type customJwt: see auth.config.ts.')
    }
    return { ...provider, keys: undefined as JWTVerifyGetKey | undefined }
  })
  return {
    verify: async (token) => {
      const claims = claimsOf(token)
      const provider = providers.find((provider) => isFor(provider, claims))
      if (!provider) throw new Error('No auth provider found matching the given token')
      const { issuer, applicationID, algorithm, jwks } = provider
      // Fetched with the first token, because the provider may start after this server.
      provider.keys ??= createRemoteJWKSet(new URL(jwks))
      return identityOf(token, provider.keys, { issuer, audience: applicationID, algorithms: [algorithm] })
    },
  }
}

function claimsOf(token: string): JWTPayload {
  try {
    return decodeJwt(token)
  } catch (cause) {
    throw new Error(
      'Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.',
      { cause },
    )
  }
}

function isCustomJwt(provider: AuthConfig['providers'][number]): provider is CustomJwt {
  return 'type' in provider && provider.type === 'customJwt'
}

function isFor({ issuer, applicationID }: CustomJwt, { iss, aud }: JWTPayload): boolean {
  return iss === issuer && (applicationID === undefined || [aud].flat().includes(applicationID))
}
