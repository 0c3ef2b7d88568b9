const { createRequire } = require('node:module')
const { dirname, join } = require('node:path')

// Metro's own: React Native has it installed for the app.
const fromMetro = createRequire(require.resolve('metro/package.json'))
const runtime = dirname(fromMetro.resolve('metro-runtime/package.json'))

// As `@react-native/metro-config` has it, for a browser.
module.exports = {
  watchFolders: [runtime],
  resolver: {
    platforms: ['web'],
    resolverMainFields: ['react-native', 'browser', 'main'],
    unstable_conditionNames: ['react-native'],
    useWatchman: false,
  },
  transformer: {
    allowOptionalDependencies: true,
    asyncRequireModulePath: join(runtime, 'src/modules/asyncRequire'),
    babelTransformerPath: require.resolve('@react-native/metro-babel-transformer'),
    hermesParser: true,
  },
  cacheStores: [],
}
