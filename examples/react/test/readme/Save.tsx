import { useConvexMutation } from '@convex-action/react'
import { api } from '~/convex/_generated/api'

export function Save({ name }: { name: string }) {
  const { mutate, pending, error } = useConvexMutation(api.users.updateProfile)
  return (
    <>
      <button type="button" disabled={pending} onClick={() => mutate({ name })}>
        Save
      </button>
      {error && <p role="alert">{error.message}</p>}
    </>
  )
}
