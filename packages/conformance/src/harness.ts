import type { ActionOptions, ActionState, ActionStore, MutationStoreOptions } from '@convex-action/core'
import type { Key, KeyedState, Limited } from '@convex-action/core/keyed'
import type { ProviderOptions } from '@convex-action/core/provider'
import type { FakeClient } from '@convex-action/core/testing'
import type { Save, Send, Sent } from './api.js'

/** A store of `api.emails.send`, without `resume`, which stores of mutations do not have. */
export type Store = Omit<ActionStore<Send, 'callId', number>, 'resume'>
/** Options for `api.emails.send`. */
export type Options = ActionOptions<Send, 'callId', Sent>
/** Options for `save`. */
export type SaveOptions = MutationStoreOptions<Save, 'callId', Sent>
/** The state to show, as the core reports it. */
export type State = ActionState<{ messageId: string }, { to: string }, number>
/** The methods that an adapter gives to a component. */
export type Methods = Omit<Store, 'getState' | 'getInitialState' | 'subscribe' | 'user'>
/** What an adapter gives to a component: the fields as plain values, and the methods. */
export type Rendered = State & Methods

/** What the provider provides besides the client. If everything is missing, this provider does not exist. */
export interface Given extends Pick<ProviderOptions, 'observer' | 'defaults' | 'messages' | 'interpreter'> {
  /** The user that the provider reports. If missing, it reports none. */
  user?: string | undefined
  /** Whether the provider allows calls to be sent. */
  ready?: boolean | undefined
}

/** The environment of a component. */
export interface Setup {
  /** The provided client. If missing, there is no provider. */
  client?: FakeClient
  given?: Given
  /** What a second provider between the first and the component provides. */
  part?: Given
  /** The options for `useConvexAction(api.emails.send, options)`. */
  options?: Options
  /** A store to show with `useActionStore(store)` instead. */
  store?: Store
  /**
   * Called once after the component has first read the state and before it subscribes, if the framework has such a
   * moment: in a layout effect, or at the end of setup.
   */
  beforeSubscribing?(): void
  /** Runs in an effect of the component. The framework runs it again when something that it reads changes. */
  effect?(methods: Methods): void
}

/** A mounted component. Its members are functions that do not need `this`. */
export interface Mounted {
  /** Returns the objects of the last render. */
  rendered(): Rendered
  /** Returns the text on the page: `textOf` of the last render. */
  text(): string
  /** Returns how often the component rendered. */
  renders(): number
  /** Returns the number of executions in flight, which a second component shows with `useInFlight`. */
  inFlight(): number
  /** Passes other options or changes the provider, and renders. Missing fields stay as they are. */
  update(change: Pick<Setup, 'options'> & Given): Promise<void>
  /** Unmounts the component, but not the providers. */
  leave(): Promise<void>
  /** Unmounts everything. It may be called again. */
  unmount(): Promise<void>
}

/** A mounted list: `useKeyedAction`, with a row for each key. */
export interface List {
  /** Returns the text on the page: `summaryOf`, then `rowOf` for each key, each followed by a semicolon. */
  text(): string
  /** Returns how often the row of a key rendered. */
  renders(key: string): number
  /** Returns what was last rendered of all keys. */
  rendered(): KeyedState & { keys(): Key[]; cancel(): void; reset(): void }
  /** Clicks in the row of a key, which sends an e-mail to that recipient. */
  execute(key: string): Promise<{ messageId: string }>
  update(change: Given): Promise<void>
  unmount(): Promise<void>
}

/** Features that an adapter may lack. Cases that need a missing feature must fail. */
export type Feature =
  /** A component has effects that run again by themselves. */
  | 'runs effects'
  /** Something notices when the provider reports another user. */
  | 'notices the user'
  /** An execution ends when its connection is lost, as an action does. */
  | 'gives up with its connection'
  /** A failed execution is tried again automatically, which an action allows. */
  | 'tries again'
  /** The server is asked about a call whose connection was lost, which an action allows. */
  | 'asks the server'
  /** An execution continues when its connection is lost, as a mutation does. */
  | 'outlives its connection'

/** Runs a component of one framework with one adapter. */
export interface Harness {
  /** The framework. */
  name: string
  lacks?: Feature[]
  /** What the component runs: `api.emails.send`, or `save` under the name `execute`. Default: the action. */
  runs?: 'action' | 'mutation'
  /** The advice in the error when no client is provided. */
  missingClient: string
  /** Renders the component. Rejects with what its setup throws. */
  mount(setup: Setup): Promise<Mounted>
  /** Renders a list with a row for each key, with `useKeyedAction(api.emails.send, options)`. */
  mountList(
    setup: Pick<Setup, 'client' | 'given'> & { keys: string[]; options?: Options & Limited },
  ): Promise<List>
  /** Waits for `run`, and then until everything that follows from it is rendered. */
  act(run: () => Promise<void>): Promise<void>
}

/** The text that the component shows on the page. */
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

/** The text that a row shows on the page. */
export const rowOf = (key: string, state: State): string => `${key}: ${textOf(state)}`

/** The text that the list shows above its rows. */
export const summaryOf = ({ inFlight, counts }: KeyedState): string =>
  `${inFlight} in flight, ${counts.error} failed.`
