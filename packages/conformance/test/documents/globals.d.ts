/// <reference types="vite/client" />

// What SvelteKit and Nuxt make for an app.
declare module '$env/static/public' {
  export const PUBLIC_CONVEX_URL: string
}
