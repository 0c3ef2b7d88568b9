import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { addImports, addPlugin, createResolver, defineNuxtModule, resolveAlias } from '@nuxt/kit'
import type { Nuxt, NuxtModule } from 'nuxt/schema'
import { names } from './names.js'

/** What `convex` in `nuxt.config.ts` takes. */
export interface ModuleOptions {
  /**
   * The URL of your deployment. The environment variable `NUXT_PUBLIC_CONVEX_URL` replaces it when the server starts.
   * Default: the environment variable `CONVEX_URL` at build time, which the Convex CLI sets.
   */
  url?: string
  /** The folder of your Convex functions, relative to the root of the app. Default: `convex`. */
  dir?: string
}

/**
 * The Nuxt module: it imports the composables where you use them, and makes one Convex client when a component first needs it.
 *
 * @example
 * ```ts
 * export default defineNuxtConfig({ modules: ['@convex-action/nuxt'] })
 * ```
 */
const module: NuxtModule<ModuleOptions> = defineNuxtModule<ModuleOptions>({
  meta: { name: '@convex-action/nuxt', configKey: 'convex', compatibility: { nuxt: '>=3.17.7' } },
  defaults: () => ({ url: process.env.CONVEX_URL ?? '', dir: 'convex' }),
  setup({ url = '', dir = 'convex' }, nuxt) {
    const { resolve: here } = createResolver(import.meta.url)
    const open = nuxt.options.runtimeConfig.public
    const given = open.convex as ModuleOptions | undefined
    // The key has to be there: a variable of the environment replaces only what is.
    open.convex = { ...given, url: given?.url || url }
    addImports(names.map((name) => ({ name, from: here('./runtime/index') })))
    addPlugin({ src: here('./runtime/plugin'), mode: 'client' })
    findFunctions(nuxt, resolve(nuxt.options.rootDir, dir))
  },
})

/** Lets components use `api` without an import, and import it from `~/convex` and from `~~/convex`. */
function findFunctions(nuxt: Nuxt, folder: string): void {
  if (!existsSync(folder)) return
  addImports({ name: 'api', from: join(folder, '_generated/api') })
  const missing = ['~/convex', '~~/convex'].filter((path) => !existsSync(resolveAlias(path)))
  // First of all: the first alias that fits is taken, and `~` fits too.
  nuxt.options.alias = {
    ...Object.fromEntries(missing.map((path) => [path, folder])),
    ...nuxt.options.alias,
  }
}

export default module
export type * from '@convex-action/vue'
