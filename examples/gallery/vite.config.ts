import { fileURLToPath } from 'node:url'
import { actionMachine } from '@convex-action/core/machine'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { site } from '../shared/site/plugin.js'
import { layOut } from './chart.js'
import { readCode } from './code.js'
import { checkoutMachine } from './src/checkout/machine.js'

// So that a phone shows it as a whole.
const narrow = { 'elk.layered.nodePlacement.strategy': 'LINEAR_SEGMENTS' }
const page = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export default defineConfig(async () => ({
  plugins: [vue(), site('gallery', readCode)],
  // The pages get the pictures, and not what lays them out.
  define: {
    __CHART__: JSON.stringify(await layOut(actionMachine)),
    __FULL_CHART__: JSON.stringify(await layOut(actionMachine, { hasEffects: true })),
    // No component here is written with options.
    __VUE_OPTIONS_API__: 'false',
    __CHECKOUT_CHART__: JSON.stringify(await layOut(checkoutMachine, { hasEffects: true, more: narrow })),
  },
  build: {
    // What is loaded on demand is small, and imports nothing that has to be preloaded.
    modulePreload: false,
    rolldownOptions: {
      input: [page('index.html'), page('checkout.html')],
      // In one piece it is smaller, zipped.
      output: {
        codeSplitting: { groups: [{ name: 'base', minShareCount: 2, test: /^(?!.*(xstate|machine))/ }] },
      },
    },
  },
}))
