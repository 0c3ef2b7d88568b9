import { fileURLToPath } from 'node:url'

export * from './services/index.js'

/** The folder of the example's Convex functions, for `loadModules`. */
export const functionsFolder = fileURLToPath(new URL('./convex', import.meta.url))
