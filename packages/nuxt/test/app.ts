/** In place of what Nuxt gives a plugin: see `runtime.test.ts`. */
import type { NuxtApp } from '#app'

let current: NuxtApp | undefined

export const defineNuxtPlugin = <Plugin>(plugin: Plugin): Plugin => plugin

export const useNuxtApp = (): NuxtApp => {
  if (!current) throw new Error('There is no app.')
  return current
}

/** Says which app there is. */
export const enter = (app: NuxtApp | undefined): void => {
  current = app
}
