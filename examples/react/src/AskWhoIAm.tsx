import { useConvexAction } from '@convex-action/react'
import { useConvex } from 'convex/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { fetchToken, type User } from '../../shared/identity.js'
import { buttonLabel } from '../../shared/waiting.js'

interface Props {
  /** Who is signed in. */
  user: User | null
  onUserChange: (user: User | null) => void
}

export function AskWhoIAm({ user, onUserChange }: Props) {
  const client = useConvex()
  const [isRefused, setIsRefused] = useState(false)
  const action = useConvexAction(api.users.whoAmI, { concurrency: 'drop' })
  const { execute, pending, phase, status, data, error } = action

  function signIn(name: User | null) {
    setIsRefused(false)
    // From here on nothing is shown to the new user that was the former one's.
    onUserChange(name)
    // While it waits for a token, the client would not tell the server that the former user is gone.
    client.clearAuth()
    client.setAuth(
      async () => name && fetchToken?.(name),
      (isSignedIn) => {
        setIsRefused(!isSignedIn && name !== null)
        if (!isSignedIn) onUserChange(null)
      },
    )
  }

  function ask(event: FormEvent) {
    event.preventDefault()
    execute()
  }

  return (
    <section className="card" aria-labelledby="ask-who-i-am">
      <h3 id="ask-who-i-am">Ask who I am</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={ask}>
        {fetchToken ? (
          <div className="buttons">
            <button
              type="button"
              className="quiet"
              aria-pressed={user === 'Ada'}
              onClick={() => signIn('Ada')}
            >
              Sign in as Ada
            </button>
            <button
              type="button"
              className="quiet"
              aria-pressed={user === 'Bob'}
              onClick={() => signIn('Bob')}
            >
              Sign in as Bob
            </button>
            <button type="button" className="quiet" onClick={() => signIn(null)}>
              Sign out
            </button>
          </div>
        ) : (
          <p>
            To sign in, start <code>npm run demo</code>.
          </p>
        )}
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Ask', 'Asking…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {phase === 'queued' && <p>Waiting for the connection.</p>}
        {status === 'success' && (
          <p className="success">
            You are {data.name} ({data.email}).
          </p>
        )}
        {status === 'error' && <p className="error">{error.message}</p>}
        {status === 'idle' && isRefused && (
          <p className="error">You cannot sign in now. Please try again later.</p>
        )}
      </div>
      <button
        type="button"
        className="quiet show-code"
        data-code="AskWhoIAm.tsx"
        aria-describedby="ask-who-i-am"
      >
        Show the code
      </button>
    </section>
  )
}
