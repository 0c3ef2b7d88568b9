import { useConvexAction } from '@convex-action/react'
import { useQuery } from 'convex/react'
import { type FormEvent, useState } from 'react'
import { api } from '~/convex/_generated/api'
import { timeOf } from '../../shared/format.js'
import { buttonLabel } from '../../shared/waiting.js'

export function ScheduleReminder() {
  const users = useQuery(api.users.list)
  const reminders = useQuery(api.reminders.list)
  const [chosen, choose] = useState('')
  const [seconds, setSeconds] = useState('2')
  const userId = users?.find(({ _id }) => _id === chosen)?._id
  const action = useConvexAction(api.reminders.schedule, { callId: 'callId', concurrency: 'drop' })
  const { execute, pending, phase, status, data, error } = action

  function remind(event: FormEvent) {
    event.preventDefault()
    if (userId) execute({ userId, seconds: Number(seconds) })
  }

  return (
    <section className="card" aria-labelledby="schedule-reminder">
      <h3 id="schedule-reminder">Schedule a reminder</h3>
      <form autoComplete="off" aria-busy={pending} onSubmit={remind}>
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
        <label>
          Seconds{' '}
          <input
            type="number"
            min="1"
            required
            value={seconds}
            onChange={(event) => setSeconds(event.target.value)}
          />
        </label>
        <button type="submit" aria-disabled={pending}>
          {buttonLabel(phase, 'Remind', 'Scheduling…')}
        </button>
      </form>

      <div className="outcome" aria-live="polite">
        {phase === 'queued' && <p>Waiting for the connection.</p>}
        {status === 'success' && <p className="success">The reminder is due at {timeOf(data.dueAt)}.</p>}
        {status === 'error' && <p className="error">{error.message}</p>}
      </div>
      <ul className="list" aria-label="Reminders">
        {reminders?.map(({ _id, text, sentAt }) => (
          <li key={_id}>
            {text} <span>{timeOf(sentAt)}</span>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="quiet show-code"
        data-code="ScheduleReminder.tsx"
        aria-describedby="schedule-reminder"
      >
        Show the code
      </button>
    </section>
  )
}
