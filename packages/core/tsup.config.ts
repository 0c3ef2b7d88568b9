import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/machine.ts', 'src/testing.ts'],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  clean: true,
  silent: true,
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
})
