import { shallowRef } from 'vue'
import type { User } from '../../shared/identity.js'

/** Who is signed in. */
export const user = shallowRef<User | null>(null)
