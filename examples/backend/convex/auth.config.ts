import type { AuthConfig } from 'convex/server'

const issuer = process.env.IDENTITY_ISSUER ?? ''

export default {
  providers: [
    {
      type: 'customJwt',
      applicationID: 'convex-action-example',
      issuer,
      jwks: `${issuer}/.well-known/jwks.json`,
      algorithm: 'ES256',
    },
  ],
} satisfies AuthConfig
