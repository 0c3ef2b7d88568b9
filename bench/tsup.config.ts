import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/bench.ts', 'src/child.ts'],
  format: ['esm'],
  platform: 'node',
  target: 'es2022',
  clean: true,
  silent: true,
})
