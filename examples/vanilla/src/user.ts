import type { User } from '../../shared/identity.js'

let user: User | null = null
const listeners: (() => void)[] = []

/** Who is signed in. */
export const currentUser = (): User | null => user

/** Says who is signed in from now on. */
export function changeUser(now: User | null): void {
  if (now === user) return
  user = now
  for (const listener of listeners) listener()
}

/** Calls `listener` whenever somebody else is signed in, or nobody any more. */
export function onUserChange(listener: () => void): void {
  listeners.push(listener)
}
