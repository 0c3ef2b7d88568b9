import { createActionStore } from '@convex-action/core'
import { recover } from '@convex-action/core/recovery'
import { ConvexClient } from 'convex/browser'
import { api } from '~/convex/_generated/api'
import { Socket } from '../../shared/network.js'

/** What is paid, in cents. */
export const amount = 4200

/** What a half shows: its words, and whether they tell of something pending, good or bad. */
export interface Shown {
  text: string
  tone: 'pending' | 'good' | 'bad'
}

/** One payment, as a page shows it. */
export interface Half {
  /** Pays. `token`: the card. */
  pay(token: string): void
  /** What it shows. */
  readonly shown: Shown
  readonly isConnected: boolean
}

const paying: Shown = { text: 'Paying…', tone: 'pending' }

// Whoever leaves the page is not asked whether to stay.
const connect = (url: string) =>
  new ConvexClient(url, { webSocketConstructor: Socket, unsavedChangesWarning: false, logger: false })

/** A page with what Convex gives. `onChange`: called when it shows something else. */
export function startBare(url: string, onChange: () => void): Half {
  const client = connect(url)
  let shown = paying
  let payments = 0
  return {
    pay(token) {
      const mine = ++payments
      const show = (next: Shown) => {
        if (mine !== payments) return
        shown = next
        onChange()
      }
      show(paying)
      client.action(api.payments.charge, { amount, token }).then(
        () => show({ text: 'Paid.', tone: 'good' }),
        (error: Error) => show({ text: error.message, tone: 'bad' }),
      )
    },
    get shown() {
      return shown
    },
    get isConnected() {
      return client.connectionState().isWebSocketConnected
    },
  }
}

type State = Pick<ReturnType<ReturnType<typeof createActionStore>['getState']>, 'status' | 'phase' | 'error'>

/** The same page with convex-action. */
export function startLibrary(url: string, onChange: () => void): Half {
  const client = connect(url)
  const payment = createActionStore(api.payments.charge, {
    client,
    recovery: recover(api.calls),
  })
  payment.subscribe(onChange)
  return {
    pay: (token) => void payment.execute({ amount, token }),
    get shown() {
      return describe(payment.getState())
    },
    get isConnected() {
      return client.connectionState().isWebSocketConnected
    },
  }
}

function describe({ status, phase, error }: State): Shown {
  if (phase === 'queued') return { text: 'Waiting for the connection…', tone: 'pending' }
  if (phase === 'checking') return { text: 'Connection lost. Checking what happened…', tone: 'pending' }
  if (error) return { text: error.message, tone: 'bad' }
  return status === 'success' ? { text: 'Paid.', tone: 'good' } : paying
}
