import type { User } from '../../shared/identity.js'

/** Who is signed in. */
export const session = $state<{ user: User | null }>({ user: null })
