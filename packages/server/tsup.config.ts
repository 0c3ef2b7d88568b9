import { defineConfig } from 'tsup'

export default defineConfig({
  // File by file: Convex bundles each file of the component's folder itself.
  entry: ['src/**/*.ts'],
  bundle: false,
  format: ['esm'],
  platform: 'neutral',
  target: 'es2022',
  clean: true,
  silent: true,
  // Without the types of Node, which would be read for nothing.
  dts: {
    entry: [
      'src/index.ts',
      'src/test.ts',
      'src/component/convex.config.ts',
      'src/component/_generated/component.ts',
    ],
    compilerOptions: { ignoreDeprecations: '6.0', types: [] },
  },
})
