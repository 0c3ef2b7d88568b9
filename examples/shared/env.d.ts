interface ImportMetaEnv {
  /** The Convex deployment, as `npx convex dev` writes it to `.env.local`. */
  readonly VITE_CONVEX_URL?: string
  /** Set where that deployment is the local backend, which a page may disturb. */
  readonly VITE_LOCAL_CONTROL?: string
  /** The stand-in payment service, where there is one to ask what reached it. */
  readonly VITE_PAYMENT_SERVICE_URL?: string
  /** The stand-in identity provider, where there is one to sign in with. */
  readonly VITE_IDENTITY_ISSUER?: string
}

interface ImportMeta {
  readonly env: ImportMetaEnv
}
