// As in convex-vue 0.1, which the tests do not install.
declare module 'convex-vue' {
  export function useConvexClient(): import('convex/browser').ConvexClient
}
