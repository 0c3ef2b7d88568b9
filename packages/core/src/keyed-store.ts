import { checkOption, type Rules } from './checks.js'
import { isObject } from './is-object.js'
import { LimitedGate } from './keyed-gate.js'
import { initialState, type Key, type KeyedState, type KeyedStore, replace } from './keyed-state.js'
import type { ExecutionObserver } from './observed.js'
import type { OrFunction } from './options.js'
import type { Provided } from './provided.js'
import { guard } from './report.js'
import type { Store } from './types.js'

/** The methods of a store by name, including `execute` or `mutate`. */
type Methods = Record<string, (...args: unknown[]) => unknown>
type AnyStore = Store & Methods

interface Entry {
  readonly store: AnyStore
  /** What `for` returns. */
  readonly facade: AnyStore
  watchers: number
  /** The state of this key that the summary contains. */
  counted: Pick<ReturnType<Store['getState']>, 'status' | 'inFlight'>
}

/** The option that keyed stores add to the options of a store. */
export interface Limited {
  /** How many executions may run at once, over all keys: 1, 2, 3, … Others are `queued`. Default: unlimited. */
  limit?: number | undefined
}

const limitRules: Rules = {
  limit: [(value) => Number.isInteger(value) && (value as number) > 0, 'a whole number from 1'],
}

/** Creates the store of one key. */
export type Make = (options: () => object, provided: Provided) => unknown

/** Many stores. Each is created on first use and released when it is no longer needed. */
export class Keyed implements KeyedStore<AnyStore> {
  readonly #entries = new Map<Key, Entry>()
  readonly #changed = new Set<Key>()
  readonly #listeners = new Set<(state: KeyedState) => void>()
  readonly #gate: LimitedGate
  readonly #make: Make
  readonly #source: OrFunction<Limited>
  readonly #provided: Provided
  /** This store runs nothing. It checks the options and knows the user. */
  readonly #model: AnyStore
  #state = initialState
  #user: unknown

  /** @throws `TypeError` if the reference, the client or an option is invalid. */
  constructor(make: Make, source: OrFunction<Limited> = {}, provided: Provided = {}) {
    this.#make = make
    this.#source = source
    this.#provided = provided
    this.#gate = new LimitedGate(() => this.#limit(), provided.gate)
    this.#model = make(() => this.#options(), provided) as AnyStore
    this.#limit()
  }

  for(key: Key): AnyStore {
    return this.#entry(key).facade
  }

  keys(): Key[] {
    return [...this.#entries.keys()]
  }

  cancel(): void {
    for (const { facade } of this.#entries.values()) facade.cancel()
  }

  reset(): void {
    for (const { facade } of this.#entries.values()) facade.reset()
  }

  identify(): void {
    this.#model.identify()
    this.#limit()
    this.#gate.lookAgain()
    const former = this.#user
    this.#user = this.#model.user()
    if (Object.is(former, this.#user)) return
    for (const { facade } of this.#entries.values()) facade.identify()
    // Not in a microtask: the summary must not show a previous user.
    this.#count()
  }

  user(): unknown {
    return this.#model.user()
  }

  getState(): KeyedState {
    return this.#state
  }

  getInitialState(): KeyedState {
    return initialState
  }

  subscribe(listener: (state: KeyedState) => void): () => void {
    const own = (state: KeyedState) => listener(state)
    this.#listeners.add(own)
    guard(() => own(this.#state))
    return () => void this.#listeners.delete(own)
  }

  #entry(key: Key): Entry {
    const known = this.#entries.get(key)
    if (known) return known
    const provided = Object.create(this.#provided, {
      observer: { get: () => this.#observer(key) },
      gate: { value: this.#gate },
    })
    const store = this.#make(() => this.#options(), provided) as AnyStore
    const entry = { store, facade: this.#facade(key, store), watchers: 0, counted: store.getState() }
    this.#entries.set(key, entry)
    return entry
  }

  /** Stands for the current store of the key. A caller who keeps it never holds a store that was released. */
  #facade(key: Key, { getInitialState, ...store }: AnyStore): AnyStore {
    const facade: Methods = { getInitialState }
    for (const name of Object.keys(store))
      facade[name] = (...args) => {
        this.#note(key)
        return this.#entry(key).store[name]?.(...args)
      }
    facade.getState = () => this.#entries.get(key)?.store.getState() ?? getInitialState()
    facade.subscribe = (listener) => {
      const entry = this.#entry(key)
      const end = entry.store.subscribe(listener as () => void)
      let isWatching = true
      entry.watchers++
      return () => {
        if (isWatching) entry.watchers--
        isWatching = false
        end()
        this.#note(key)
      }
    }
    return facade as AnyStore
  }

  /** Created for one execution, which keeps it from start to end. */
  #observer(key: Key): ExecutionObserver {
    const { observer } = this.#provided
    const noted = (tell: () => void) => {
      this.#note(key)
      tell()
    }
    return {
      started: () => noted(() => observer?.started()),
      left: () => noted(() => observer?.left()),
      ended: (outcome) => noted(() => observer?.ended(outcome)),
    }
  }

  /** Schedules a count of this key. All changes until then are counted together. */
  #note(key: Key): void {
    if (!this.#changed.size) queueMicrotask(() => this.#count())
    this.#changed.add(key)
  }

  #count(): void {
    const former = this.#state
    for (const key of this.#changed) {
      const entry = this.#entries.get(key)
      if (!entry) continue
      const { store, watchers, counted } = entry
      const { status, inFlight } = store.getState()
      const isReleased = !watchers && !inFlight && (status === 'idle' || status === 'success')
      entry.counted = isReleased ? { status: 'idle', inFlight } : { status, inFlight }
      if (isReleased) this.#entries.delete(key)
      this.#state = replace(this.#state, counted, entry.counted)
    }
    this.#changed.clear()
    if (this.#state === former) return
    for (const listener of this.#listeners) guard(() => listener(this.#state))
  }

  /** The options of each store. */
  #options(): object {
    const options = this.#read()
    if (!isObject(options)) return options
    const { limit: _, ...own } = options
    return own
  }

  #limit(): number {
    const { limit } = this.#read()
    checkOption('limit', limit, limitRules)
    return limit ?? Number.POSITIVE_INFINITY
  }

  #read(): Limited {
    const source = this.#source
    return typeof source === 'function' ? source() : source
  }
}
