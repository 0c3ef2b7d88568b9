/** Whether this runs on a server, which renders a page and runs nothing. React Native has no `window` in some places, and is none. */
export const isServer = (): boolean =>
  typeof window === 'undefined' && globalThis.navigator?.product !== 'ReactNative'
