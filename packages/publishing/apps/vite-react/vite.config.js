import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// What webpack and Rspack read in the same place.
const define = { 'process.env.CONVEX_URL': JSON.stringify(process.env.VITE_CONVEX_URL) }

export default defineConfig({ define, plugins: [react()] })
