import { useConvexAction } from '@convex-action/react'
import { useQuery } from 'convex/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { buttonLabel } from '../../shared/waiting.js'

export function WelcomeUser() {
  const users = useQuery(api.users.list)
  const [chosen, choose] = useState('')
  const userId = users?.find(({ _id }) => _id === chosen)?._id
  const action = useConvexAction(api.emails.sendWelcome, { concurrency: 'drop' })
  const { execute, pending, phase, status, error, args } = action
  const welcomed = users?.find(({ _id }) => _id === args?.userId)

  function send(event: FormEvent) {
    event.preventDefault()
    if (userId) execute({ userId })
  }

  return (
    <section className="card" aria-labelledby="welcome-user">
      <h3 id="welcome-user">Welcome a user</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={send}>
        <label>
          User
          <select required value={userId ?? ''} onChange={(event) => choose(event.target.value)}>
            <option value="">Choose a user</option>
            {users?.map(({ _id, name }) => (
              <option key={_id} value={_id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Send welcome', 'Sending…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {phase === 'queued' && <p>Waiting for the connection.</p>}
        {status === 'success' && <p className="success">Welcomed {welcomed?.name}.</p>}
        {status === 'error' && <p className="error">{error.message}</p>}
      </div>
      <button
        type="button"
        className="quiet show-code"
        data-code="WelcomeUser.tsx"
        aria-describedby="welcome-user"
      >
        Show the code
      </button>
    </section>
  )
}
