import { defineConfig } from 'tsup'

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/keyed.ts',
    'src/machine.ts',
    'src/observer.ts',
    'src/provider.ts',
    'src/recovery.ts',
    'src/refusal.ts',
    'src/testing.ts',
  ],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  clean: true,
  silent: true,
  // Without the types of Node, which would be read for nothing.
  dts: { compilerOptions: { ignoreDeprecations: '6.0', types: [] } },
})
