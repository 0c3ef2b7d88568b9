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

/** What can be followed, such as a store. */
export interface Followed<State> {
  getState(): State
  /** Returns the state that a server renders. */
  getInitialState(): State
  /** Calls a listener at once and on every change. */
  subscribe(listener: (state: State) => void): () => void
}

/** The state of a store as a ref, as long as the component or the effect scope exists. */
export function follow<State>({
  getState,
  getInitialState,
  subscribe,
}: Followed<State>): Readonly<ShallowRef<State>> {
  // Hydration must start with the state that the server rendered: in production, Vue does not correct attributes that
  // differ.
  let isTakenOver = !getCurrentInstance()?.vnode.el
  const state = shallowRef(isTakenOver ? getState() : getInitialState())
  const show = (now: State) => {
    if (isTakenOver) state.value = now
  }
  const isRenderedByServer = hasInjectionContext() && inject(ssrContextKey, null)
  // A server never disposes of its scopes. The listener is called at once, so no change is missed before.
  if (!isRenderedByServer) onScopeDispose(subscribe(show))
  if (!isTakenOver)
    onMounted(() => {
      isTakenOver = true
      show(getState())
    })
  return state
}
