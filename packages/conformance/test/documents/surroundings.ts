import type { Block } from './blocks.js'

const kinds = ['vue', 'react', 'svelte', 'server', 'conformance'] as const
type Kind = (typeof kinds)[number]

/** What a page is about. */
const kindOf = (page: string): Kind | undefined => kinds.find((name) => page.includes(name))

const bindings = ['ActionStore', 'ConvexAction', 'ConvexMutation', 'InFlight', 'KeyedAction', 'KeyedMutation']
const shared = [...bindings.map((name) => `use${name}`), 'createActionObserver', 'isRefusal', 'recover']

const chargeCard =
  'declare function chargeCard(amount: number, token: string, id?: string): Promise<{ transactionId: string }>'

/** What excerpts of each kind of page use: what is imported for them, and what is the reader's own. */
const around: Record<Kind, string> = {
  vue: `
    import { ${shared}, convexPlugin, provideConvexAction, useConvexClient } from '@convex-action/vue'
    declare const app: import('vue').App
    declare const session: import('vue').Ref<{ userId: string; isSignedIn: boolean } | undefined>
    declare const seconds: import('vue').Ref<number>`,
  react: `
    import { ${shared}, ConvexActionProvider, ConvexIdentityProvider } from '@convex-action/react'
    declare const userId: string
    declare const isAuthenticated: boolean
    declare const observer: import('@convex-action/react').ActionObserver
    declare const months: string[]
    declare const name: string
    declare function Month(props: { month: string; store: unknown }): null
    declare function Progress(): null
    declare function Report(): null`,
  svelte: `
    import { ${shared}, setupConvexAction, setupConvexIdentity } from '@convex-action/svelte'
    declare const session: { userId: string; isSignedIn: boolean; isSlow: boolean }`,
  server: `
    import { Calls, Refusal } from '@convex-action/server'
    import { register } from '@convex-action/server/test'
    import { convexTest } from 'convex-test'
    import { action } from '~/convex/_generated/server'
    import { components } from '~/convex/_generated/api'
    import { calls } from '~/convex/calls'
    import schema from '~/convex/schema'
    declare const modules: Record<string, () => Promise<unknown>>
    ${chargeCard}`,
  conformance: `
    import { testConformance, type testFlaws as All, type Harness } from '@convex-action/conformance'
    declare function testFlaws(some: Partial<Parameters<typeof All>[0]>): void
    declare function harnessOf(): Harness`,
}

/** What programs that are whole otherwise leave out, since it is the reader's own. */
const own: Record<string, string> = {
  'docs/server.md': 'declare const response: Response',
  'packages/server/README.md': chargeCard,
  'packages/local-backend/README.md': `
    import { api } from '~/convex/_generated/api'
    declare const internal: any
    declare const email: { to: string; subject: string; body: string }`,
}

/** What needs no import in an app of Nuxt: what the module gives, and what is Nuxt's and the reader's own. */
const nuxt = `
  import { ${shared}, convexPlugin, provideConvexAction, useConvexClient } from '@convex-action/vue'
  declare function defineNuxtConfig(config: { modules: string[] } & Record<string, unknown>): unknown
  declare function defineNuxtPlugin(plugin: (nuxt: { vueApp: import('vue').App }) => void): unknown
  declare function useSession(): { userId: import('vue').Ref<string | undefined> }
  declare function fetchToken(): Promise<string | null>`
const isOfNuxt = (page: string) => /\/nuxt(\.md|\/)/.test(page)

/** The page whose functions a page uses, and where it has them. */
export const functionsOf: Record<string, [page: string, folder: string]> = {
  'docs/start/next.md': ['docs/start/react.md', 'convex'],
  'docs/start/nuxt.md': ['docs/start/vue.md', 'convex'],
  'docs/start/sveltekit.md': ['docs/start/svelte.md', 'src/convex'],
}

/** Files that a page imports and does not show as a file. */
export const neighbours: Record<string, Record<string, string>> = {
  'packages/react/README.md': { 'Report.tsx': 'export declare function Report(): null' },
}

const inOneLine = (text = '') => text.trim().replaceAll(/\n\s*/g, '; ')

/**
 * A block as a program that can be compiled. Where it imports something, it is one: it stays as it is. An excerpt becomes a function, so that
 * what it declares itself wins over what stands around it. No line changes its number.
 */
export function programOf({ page, code, language }: Block, api = '~/convex/_generated/api'): string {
  if (isOfNuxt(page)) return inNuxt(code)
  if (language === 'vue' || language === 'svelte') return code
  if (/^import /m.test(code)) return own[page] ? `${inOneLine(own[page])}; ${code}` : code
  const kind = kindOf(page)
  const everywhere = `
    import { api } from '${api}'
    import { v } from 'convex/values'
    declare const client: import('convex/browser').ConvexClient`
  const body = code.replaceAll(/^export /gm, '').replace(/^(?=<)/, 'return ')
  return `${inOneLine(everywhere)}; ${inOneLine(kind && around[kind])}; export async function excerpt() { ${body}}`
}

function inNuxt(code: string): string {
  const api = code.includes('import { api }') ? '' : "; import { api } from '~~/convex/_generated/api'"
  return code.replace(/^(<!--.*\n)?(<script setup lang="ts">)?/, `$1$2${inOneLine(nuxt)}${api}; `)
}
