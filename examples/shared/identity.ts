const { VITE_IDENTITY_ISSUER: issuer } = import.meta.env

/** Who can sign in. */
export type User = 'Ada' | 'Bob'

/**
 * Gets a token that says who the user is, as `setAuth` of a Convex client wants it: `null` where none is to be had.
 * `undefined` where there is no identity provider to ask.
 */
export const fetchToken = issuer
  ? async (user: User): Promise<string | null> => {
      // The client waits for this with everything that it is to send, so that it must not fail.
      const answer = await fetch(`${issuer}/token?user=${user.toLowerCase()}`).catch(() => null)
      return answer?.ok ? (await answer.json()).token : null
    }
  : undefined
