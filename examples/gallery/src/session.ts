import type { ConvexClient } from 'convex/browser'
import { shallowRef } from 'vue'
import { fetchToken, type User } from '../../shared/identity.js'

/** Who is signed in. */
export const user = shallowRef<User | null>(null)

/** Signs somebody in, or out where there is nobody; `undefined` where there is no identity provider to ask. */
export const signIn = fetchToken && signInWith(fetchToken)

function signInWith(fetchToken: (user: User) => Promise<string | null>) {
  return (client: ConvexClient, next: User | null): void => {
    // First, so that nothing of the one before is there when the other's token is.
    user.value = next
    if (next) client.setAuth(() => fetchToken(next))
    else client.client.clearAuth()
  }
}
