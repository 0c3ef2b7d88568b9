import { fileURLToPath } from 'node:url'
import { actionMachine } from '@convex-action/core/machine'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { layOut } from './chart.js'
import { checkoutMachine } from './src/checkout/machine.js'

// So that a phone shows it as a whole.
const narrow = { 'elk.layered.nodePlacement.strategy': 'LINEAR_SEGMENTS' }
const page = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export default defineConfig(async () => ({
  plugins: [vue()],
  // The pages get the pictures, and not what lays them out.
  define: {
    __CHART__: JSON.stringify(await layOut(actionMachine)),
    __CHECKOUT_CHART__: JSON.stringify(await layOut(checkoutMachine, narrow)),
  },
  build: { rolldownOptions: { input: [page('index.html'), page('checkout.html')] } },
}))
