import { useConvexConnectionState } from 'convex/react'
import { useEffect } from 'react'
import { disturb } from '../../shared/disturb.js'
import { cut, mend } from '../../shared/network.js'

export function ConnectionPanel() {
  const { isWebSocketConnected } = useConvexConnectionState()

  // What an earlier visit left behind.
  useEffect(() => void disturb?.({ delay: 0 }), [])

  return (
    <section className="panel" aria-labelledby="connection">
      <h2 id="connection">Connection</h2>
      <p className="connection" data-connected={isWebSocketConnected} aria-live="polite">
        {isWebSocketConnected ? 'Connected' : 'Not connected'}
      </p>
      {disturb ? (
        <div className="controls">
          <button type="button" className="quiet" onClick={() => disturb?.({ kill: true })}>
            Cut it once
          </button>
          <label>
            <input
              type="checkbox"
              autoComplete="off"
              onChange={(event) => (event.target.checked ? cut() : mend())}
            />{' '}
            Keep it cut
          </label>
          <label>
            <input
              type="checkbox"
              autoComplete="off"
              onChange={(event) => disturb?.({ delay: event.target.checked ? 3000 : 0 })}
            />{' '}
            Slow answers
          </label>
        </div>
      ) : (
        <p>
          This page cannot disturb its deployment. Start <code>npm run demo</code> to cut the connection from
          here.
        </p>
      )}
    </section>
  )
}
