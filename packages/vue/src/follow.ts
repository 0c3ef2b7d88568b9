import {
  getCurrentInstance,
  hasInjectionContext,
  inject,
  onMounted,
  onScopeDispose,
  type ShallowRef,
  shallowRef,
  ssrContextKey,
} from 'vue'

/** What can be followed, as a store can be. */
export interface Followed<State> {
  getState(): State
  /** The state that a server renders. */
  getInitialState(): State
  /** Calls a listener at once, and on every change. */
  subscribe(listener: (state: State) => void): () => void
}

/** The state of a store as a ref, for as long as the component or the effect scope is there. */
export function follow<State>({
  getState,
  getInitialState,
  subscribe,
}: Followed<State>): Readonly<ShallowRef<State>> {
  // What a server rendered has to be taken over as it stands: in production Vue mends no attribute that differs.
  let isTakenOver = !getCurrentInstance()?.vnode.el
  const state = shallowRef(isTakenOver ? getState() : getInitialState())
  const show = (now: State) => {
    if (isTakenOver) state.value = now
  }
  const isRenderedByServer = hasInjectionContext() && inject(ssrContextKey, null)
  // A server never disposes of its scopes. The listener is called at once: nothing is missed in between.
  if (!isRenderedByServer) onScopeDispose(subscribe(show))
  if (!isTakenOver)
    onMounted(() => {
      isTakenOver = true
      show(getState())
    })
  return state
}
