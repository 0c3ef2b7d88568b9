import type { AuthConfig } from 'convex/server'

const issuer = process.env.TEST_ISSUER ?? ''

export default {
  providers: [
    {
      type: 'customJwt',
      applicationID: 'local-backend',
      issuer,
      jwks: `${issuer}/.well-known/jwks.json`,
      algorithm: 'ES256',
    },
  ],
} satisfies AuthConfig
