import type {
  ActionOptions,
  ActionState,
  ActionStore,
  Interpreter,
  MutationStoreOptions,
} from '@convex-action/core'
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

/** What is around a component. */
export interface Setup {
  /** What is provided. Where it is missing, there is no provider. */
  client?: FakeClient
  /** The user of whom the provider tells. Where it is missing, the provider tells of none. */
  user?: string
  /** What the provider gives to run executions. Where it is missing, the provider gives none. */
  interpreter?: Interpreter
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
  /** Hands over other options, or tells of another user, and renders. */
  update(change: Pick<Setup, 'options' | 'user'>): Promise<void>
  /** May be called again. */
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
