/**
 * Returns whether this code runs on a server that renders a page. React Native has no `window` in some places, but it
 * is not a server.
 */
export const isServer = (): boolean =>
  typeof window === 'undefined' && globalThis.navigator?.product !== 'ReactNative'
