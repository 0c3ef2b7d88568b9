import { Executions } from './executions.js'
import type { Options, OrFunction } from './options.js'
import type { Protocol } from './protocol.js'
import type { Provided } from './provided.js'
import { idle } from './screen.js'
import type { Callable } from './types.js'

const getInitialState = () => idle

/** Creates a store of any action or mutation. Its methods are bound, so you may destructure them. */
export function makeStore(
  protocol: Protocol,
  reference: Callable,
  source?: OrFunction<Options>,
  provided?: Provided,
) {
  const store = new Executions(protocol, reference, source, provided)
  return {
    execute: store.execute.bind(store),
    retry: store.retry.bind(store),
    resume: store.resume.bind(store),
    reset: store.reset.bind(store),
    cancel: store.cancel.bind(store),
    identify: store.identify.bind(store),
    user: store.user.bind(store),
    getState: store.getState.bind(store),
    getInitialState,
    subscribe: store.subscribe.bind(store),
  }
}
