import type { ActionObserver } from '@convex-action/react'
import { useEffect, useRef, useState } from 'react'
import { withToast } from '../../shared/toasts.js'

/** Tells of failures that no card tells of. */
export function Toasts({ observer }: { observer: ActionObserver }) {
  const [toasts, setToasts] = useState<string[]>([])
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => observer.onEnd((end) => setToasts((toasts) => withToast(toasts, end))), [observer])

  function dismiss(text: string) {
    // The button has the focus, and goes.
    list.current?.focus()
    setToasts((toasts) => toasts.filter((toast) => toast !== text))
  }

  return (
    <section className="toasts" aria-label="Messages">
      <ul ref={list} aria-live="polite" tabIndex={-1}>
        {toasts.map((text) => (
          <li key={text} className="error">
            {text}
            <button type="button" className="quiet" onClick={() => dismiss(text)}>
              Dismiss
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
