/** Stands for the first user, and for those before whom nobody was known. */
const first = Object.freeze({})

interface Session {
  readonly identity?: (() => unknown) | undefined
  readonly ready?: (() => boolean) | undefined
}

/**
 * Who the user is, as `identity` says; but where calls wait for a user, the first user is the same as nobody before: what was called
 * then is theirs. Whoever comes after the first user is somebody else.
 */
export function firstUserIsNoChange(session: Session): () => unknown {
  let known: unknown
  let isAwaited = false
  let isGone = false
  return () => {
    const id = session.identity?.() ?? undefined
    if (isGone) return id
    known ??= id
    isAwaited ||= !!session.ready
    isGone = known !== undefined && !(isAwaited && Object.is(known, id))
    return isGone ? id : first
  }
}
