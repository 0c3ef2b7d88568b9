import { isActionError } from '@convex-action/core'
import type { ConvexActorLogic } from '@convex-action/core/machine'
import type { api } from '@convex-action/example-backend/api'
import { assign, setup } from 'xstate'

/** The action `payments.charge`, as `fromConvexAction` makes it with option `callId`. */
export type Charge = ConvexActorLogic<typeof api.payments.charge, 'callId'>

/** What a checkout knows. */
export interface Checkout {
  /** What it costs, in cents. */
  amount: number
  address: string
  /** The card. */
  token: string
  /** The call id of the payment: however often it is asked for, the card is charged once. */
  paymentId: string
  /** Why the last try did not go through, for the person who pays. */
  problem: string
  /** The proof of the payment. */
  transactionId: string
}

type Event =
  | { type: 'deliver'; address: string }
  | { type: 'back' }
  | { type: 'pay'; token: string }
  | { type: 'giveUp' }
  | { type: 'askAgain' }
  | { type: 'startOver' }

const nothing = { address: '', token: '', paymentId: '', problem: '', transactionId: '' }

/** The function itself has said no, and says so to every try under this call id: the card was not charged. */
const isRefusal = (error: unknown) => isActionError(error) && error.kind === 'application'

/**
 * A checkout: an address, a payment, a confirmation. It never asks for money twice. Where nobody knows whether the card was
 * charged, it says so, and asks again under the same call id.
 *
 * `charge` is given by `.provide`: `fromConvexAction(client, api.payments.charge, { callId: 'callId' })`.
 */
export const checkoutMachine = setup({
  types: { context: {} as Checkout, events: {} as Event, input: {} as { amount: number } },
  actors: { charge: {} as Charge },
  actions: {
    keepProblem: assign((_, { error }: { error: unknown }) => ({
      problem: isActionError(error) ? error.message : 'Something went wrong.',
    })),
    keepTransaction: assign((_, { transactionId }: { transactionId: string }) => ({ transactionId })),
    forget: assign(nothing),
  },
  guards: {
    isHandedOver: (_, { phase }: { phase: string | undefined }) => phase === 'running',
    isRefused: (_, { error }: { error: unknown }) => isRefusal(error),
    isNotPaid: (_, { error }: { error: unknown }) =>
      isRefusal(error) || (isActionError(error) && error.delivery === 'not-sent'),
  },
}).createMachine({
  id: 'checkout',
  context: ({ input }) => ({ ...nothing, ...input }),
  initial: 'address',
  states: {
    address: {
      on: { deliver: { target: 'payment', actions: assign(({ event }) => ({ address: event.address })) } },
    },
    payment: {
      on: {
        back: 'address',
        pay: {
          target: 'paying',
          // Another payment, and so another id: what was refused under the last one stays refused.
          actions: assign(({ event }) => ({
            token: event.token,
            paymentId: crypto.randomUUID(),
            problem: '',
          })),
        },
      },
    },
    paying: {
      invoke: {
        src: 'charge',
        id: 'charge',
        input: ({ context: { amount, token, paymentId } }) => ({ amount, token, callId: paymentId }),
        onSnapshot: {
          guard: { type: 'isHandedOver', params: ({ event }) => event.snapshot.context },
          target: '.sent',
        },
        onDone: {
          target: 'confirmed',
          actions: { type: 'keepTransaction', params: ({ event }) => event.output },
        },
        onError: [
          {
            guard: { type: 'isNotPaid', params: ({ event }) => event },
            target: 'payment',
            actions: { type: 'keepProblem', params: ({ event }) => event },
          },
          { target: 'unsure', actions: { type: 'keepProblem', params: ({ event }) => event } },
        ],
      },
      initial: 'waiting',
      states: {
        // Nothing is handed over yet, so whoever gives up pays nothing.
        waiting: { on: { giveUp: '#checkout.payment' } },
        sent: { on: { giveUp: '#checkout.unsure' } },
      },
    },
    unsure: { on: { askAgain: 'asking' } },
    asking: {
      invoke: {
        src: 'charge',
        id: 'charge',
        input: ({ context: { amount, token, paymentId } }) => ({ amount, token, callId: paymentId }),
        onDone: {
          target: 'confirmed',
          actions: { type: 'keepTransaction', params: ({ event }) => event.output },
        },
        onError: [
          // That this question was not sent says nothing of the payment.
          {
            guard: { type: 'isRefused', params: ({ event }) => event },
            target: 'payment',
            actions: { type: 'keepProblem', params: ({ event }) => event },
          },
          { target: 'unsure', actions: { type: 'keepProblem', params: ({ event }) => event } },
        ],
      },
      on: { giveUp: 'unsure' },
    },
    confirmed: { on: { startOver: { target: 'address', actions: 'forget' } } },
  },
})
