export { type ExampleBackend, functionsFolder, seed, startExampleBackend } from './backend.js'
export * from './services/index.js'
