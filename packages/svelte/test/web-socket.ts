import { createRequire } from 'node:module'

// Svelte's tests resolve packages as a browser does, and there the one behind happy-dom's WebSocket is a stub.
globalThis.WebSocket = createRequire(import.meta.url)('ws').WebSocket
