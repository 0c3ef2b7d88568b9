import type { ActionOptions, ActionState, ActionStore, MutationStoreOptions } from '@convex-action/core'
import type { Key, KeyedState, Limited } from '@convex-action/core/keyed'
import type { ProviderOptions } from '@convex-action/core/provider'
import type { FakeClient } from '@convex-action/core/testing'
import type { Save, Send, Sent } from './api.js'

/** A store of `api.emails.send`, without what a mutation's store does not have. */
export type Store = Omit<ActionStore<Send, 'callId', number>, 'resume'>
/** Options for `api.emails.send`. */
export type Options = ActionOptions<Send, 'callId', Sent>
/** The same for `save`. */
export type SaveOptions = MutationStoreOptions<Save, 'callId', Sent>
/** The state to show, as the core tells it. */
export type State = ActionState<{ messageId: string }, { to: string }, number>
/** The methods that an adapter gives to a component. */
export type Methods = Omit<Store, 'getState' | 'getInitialState' | 'subscribe' | 'user'>
/** What an adapter gives to a component: the fields, as plain values, and the methods. */
export type Rendered = State & Methods

/** What the provider says besides the client. Where all of it is missing, there is no such provider. */
export interface Given extends Pick<ProviderOptions, 'observer' | 'defaults' | 'messages' | 'interpreter'> {
  /** The user of whom the provider tells. Where it is missing, the provider tells of none. */
  user?: string | undefined
  /** Whether the provider says that calls may be sent. */
  ready?: boolean | undefined
}

/** What is around a component. */
export interface Setup {
  /** What is provided. Where it is missing, there is no provider. */
  client?: FakeClient
  given?: Given
  /** Of a provider between the other one and the component. */
  part?: Given
  /** For `useConvexAction(api.emails.send, options)`. */
  options?: Options
  /** To be shown by `useActionStore(store)` instead. */
  store?: Store
  /**
   * Called once, when the component has read the state for the first time, and before it subscribes, as far as the framework has
   * such a moment: in a layout effect, or at the end of setup.
   */
  beforeSubscribing?(): void
  /** Runs in an effect of the component: the framework runs it again when something changes that it reads. */
  effect?(methods: Methods): void
}

/** A component that is on the page. Its members are functions that need no `this`. */
export interface Mounted {
  /** What it rendered last: the very objects. */
  rendered(): Rendered
  /** What is on the page: `textOf` of what was rendered. */
  text(): string
  /** How often it rendered. */
  renders(): number
  /** How many executions are in flight, as a component beside it shows by `useInFlight`. */
  inFlight(): number
  /** Hands over other options, or has the provider say something else, and renders. What it leaves out stays. */
  update(change: Pick<Setup, 'options'> & Given): Promise<void>
  /** Takes the component away, and leaves the providers. */
  leave(): Promise<void>
  /** May be called again. */
  unmount(): Promise<void>
}

/** A list that is on the page: `useKeyedAction`, with a row for each key. */
export interface List {
  /** What is on the page: `summaryOf`, then `rowOf` for each key, with a semicolon after each. */
  text(): string
  /** How often the row of a key rendered. */
  renders(key: string): number
  /** What was rendered of all keys last. */
  rendered(): KeyedState & { keys(): Key[]; cancel(): void; reset(): void }
  /** Clicks in the row of a key: sends to that recipient. */
  execute(key: string): Promise<{ messageId: string }>
  update(change: Given): Promise<void>
  unmount(): Promise<void>
}

/** What an adapter may lack. The cases that need it then have to fail. */
export type Feature =
  /** A component has effects, which run again by themselves. */
  | 'runs effects'
  /** Somebody notices that the provider tells of another user. */
  | 'notices the user'
  /** What runs ends when its connection is lost: as an action does. */
  | 'gives up with its connection'
  /** What failed is tried again by itself: as an action may be. */
  | 'tries again'
  /** What became of a call whose connection was lost is asked: as of an action it may be. */
  | 'asks the server'
  /** What runs goes on when its connection is lost: as a mutation does. */
  | 'outlives its connection'

/** Runs a component of one framework, on one adapter. */
export interface Harness {
  /** The framework. */
  name: string
  lacks?: Feature[]
  /** What its component runs: `api.emails.send`, or `save` by the name of `execute`. Default: the action. */
  runs?: 'action' | 'mutation'
  /** What the error says is to be done where no client is provided. */
  missingClient: string
  /** Renders the component. Rejects with what its setup throws. */
  mount(setup: Setup): Promise<Mounted>
  /** Renders a list with a row for each key, for `useKeyedAction(api.emails.send, options)`. */
  mountList(
    setup: Pick<Setup, 'client' | 'given'> & { keys: string[]; options?: Options & Limited },
  ): Promise<List>
  /** Awaits `run`, and then that all is rendered that follows from it. */
  act(run: () => Promise<void>): Promise<void>
}

/** What the harness's component shows on the page. */
export const textOf = ({ status, phase, data, error, attempt, inFlight, progress }: State): string =>
  [
    phase ?? status,
    data?.messageId,
    error?.kind,
    attempt > 1 && `try ${attempt}`,
    inFlight > 1 && `${inFlight} in flight`,
    progress !== undefined && `${progress} %`,
  ]
    .filter(Boolean)
    .join(', ')

/** What a row shows on the page. */
export const rowOf = (key: string, state: State): string => `${key}: ${textOf(state)}`

/** What the harness's list shows above its rows. */
export const summaryOf = ({ inFlight, counts }: KeyedState): string =>
  `${inFlight} in flight, ${counts.error} failed.`
